/// A command line that cannot be understood.
public struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let problem: UsageProblem
    /// The command that refused it: `skiff run`.
    public let path: String
    /// Its usage line, which a wrong number of arguments recalls.
    private let usage: String
    /// Of the whole program.
    public let exitCode: Int32

    init(_ problem: UsageProblem, path: String, usage: String, exitCode: Int32) {
        self.problem = problem
        self.path = path
        self.usage = usage
        self.exitCode = exitCode
    }

    /// What is wrong, and on the last line where to read more.
    public var description: String {
        let sentence =
            if case .wrongCount(let expectation) = problem {
                "'\(path)' \(expectation)\nUsage:  \(usage)"
            } else {
                "\(problem)"
            }
        return "\(sentence)\nSee '\(path) --help'."
    }
}

/// What is wrong with a command line. The sentences are those of Docker and
/// pflag, which scripts and people know.
public enum UsageProblem: Error, Hashable, Sendable {
    /// `--foo`, and the flag that may have been meant.
    case unknownFlag(String, suggestion: String?)
    /// A letter, and the rest of its cluster from there.
    case unknownShorthand(Character, in: String)
    /// `--=x`, `---x`.
    case badSyntax(String)
    /// The flag as written: `--name`, `'m' in -m`.
    case missingValue(String)
    /// The flag is shown with its short name: `-m, --memory`.
    case invalidValue(String, flag: String, reason: String)
    /// Docker knows the flag, this package does not yet.
    case notSupported(flag: String, advice: String)
    /// Too few or too many arguments; the text says how many there must be.
    case wrongCount(String)
    /// No such command, and the one that may have been meant.
    case unknownCommand(String, group: String, suggestion: String?)
    /// Docker knows the command, this package does not yet.
    case commandNotSupported(String, group: String, advice: String)
}

extension UsageProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownFlag(let flag, let suggestion):
            "unknown flag: \(flag.terminalSafe)" + Self.question(suggestion)
        case .unknownShorthand(let letter, let cluster):
            "unknown shorthand flag: '\(String(letter).terminalSafe)' in \(cluster.terminalSafe)"
        case .badSyntax(let word): "bad flag syntax: \(word.terminalSafe)"
        case .missingValue(let flag): "flag needs an argument: \(flag)"
        case .invalidValue(let value, let flag, let reason):
            "invalid argument \"\(value.terminalSafe)\" for \"\(flag)\" flag: \(reason.terminalSafe)"
        case .notSupported(let flag, let advice): "flag \"\(flag)\" is not supported yet: \(advice)"
        case .wrongCount(let expectation): expectation
        case .unknownCommand(let word, let group, let suggestion):
            "\(group): '\(word.terminalSafe)' is not a \(group) command." + Self.question(suggestion)
        case .commandNotSupported(let word, let group, let advice):
            "\(group): '\(word)' is not supported yet: \(advice)"
        }
    }

    private static func question(_ suggestion: String?) -> String {
        suggestion.map { "\nDid you mean '\($0)'?" } ?? ""
    }
}
