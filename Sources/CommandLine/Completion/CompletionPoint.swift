/// What may stand at the end of a command line that a shell is asked to go on with. The tables of commands and flags
/// answer it; nothing is done.
public enum CompletionPoint: Hashable, Sendable {
    /// One of these words: commands or flags.
    case words([Suggestion])
    case value(Value)
    case argument(Argument)
    /// Nothing is known of it: a word of a container's command, or of a command that isn't there.
    case anything

    /// A word that may stand there.
    public struct Suggestion: Hashable, Sendable {
        /// The word.
        public let text: String
        /// What it does.
        public let summary: String

        public init(_ text: String, _ summary: String = "") {
            self.text = text
            self.summary = summary
        }
    }

    /// The value of a flag.
    public struct Value: Hashable, Sendable {
        /// The flag's long name.
        public let flag: String
        /// What help shows for the value.
        public let placeholder: String
        /// The command: `skiff run`.
        public let path: String
        /// What stands before the value in the same word: `--network=`, or nothing.
        public let lead: String
    }

    /// A word that is no flag.
    public struct Argument: Hashable, Sendable {
        /// What the usage line shows for it: `CONTAINER`.
        public let placeholder: String
        /// The command: `skiff stop`.
        public let path: String
    }
}

extension CommandGroup {
    /// What the last of the words may become; it may be empty.
    public func completionPoint(of words: [String]) -> CompletionPoint {
        completionPoint(of: words[...], path: name)
    }

    public func completionPoint(of words: ArraySlice<String>, path: String) -> CompletionPoint {
        guard let word = words.first else { return .anything }
        if words.count > 1 {
            let rest = words.dropFirst()
            if word == "help" { return completionPoint(of: rest, path: path) }
            let command = commands.first { $0.name == word || $0.aliases.contains(word) }
            return command?.completionPoint(of: rest, path: "\(path) \(command?.name ?? "")") ?? .anything
        }
        if word.hasPrefix("-") {
            let version = version == nil ? [] : [CompletionPoint.Suggestion("--version", "Print the version")]
            return .words(version + [.help])
        }
        return .words(commands.map { CompletionPoint.Suggestion($0.name, $0.summary) })
    }

    private var commands: [any CommandNode] { sections.flatMap(\.commands) }
}

extension Command {
    public func completionPoint(of words: ArraySlice<String>, path: String) -> CompletionPoint {
        let last = words.last ?? ""
        var reader = FlagReader(flags, endAtFirstArgument: arguments.endFlags)
        for word in words.dropLast() { reader.read(word) }
        if let flag = reader.open { return flag.point(path: path, lead: "") }
        guard !reader.isEnded, last.hasPrefix("-") else {
            return argument(at: reader.argumentCount, path: path)
        }
        if let equals = last.firstIndex(of: "="), last.hasPrefix("--") {
            let flag = reader.flag(named: String(last[..<equals].dropFirst(2)))
            return flag?.point(path: path, lead: String(last[...equals])) ?? .anything
        }
        return .words(flags.flatMap(\.shown).map(\.suggestion) + [.help])
    }

    private func argument(at index: Int, path: String) -> CompletionPoint {
        guard arguments.allow(max(index + 1, arguments.minimum)), !(arguments.endFlags && index > 0) else {
            return .anything
        }
        let places = arguments.usage.split(separator: " ")
        guard let place = index < places.count ? places[index] : places.last else { return .anything }
        return .argument(.init(placeholder: place.filter { $0 != "[" && $0 != "]" && $0 != "." }, path: path))
    }
}

extension Flag {
    fileprivate var suggestion: CompletionPoint.Suggestion { .init("--\(name)", help) }

    fileprivate func point(path: String, lead: String) -> CompletionPoint {
        guard let placeholder else { return .words(["true", "false"].map { .init(lead + $0) }) }
        return .value(.init(flag: name, placeholder: placeholder, path: path, lead: lead))
    }
}

extension CompletionPoint.Suggestion {
    fileprivate static let help = Self("--help", "Print help")
}

/// Follows the words by `FlagParser`'s rules without doing what they ask.
private struct FlagReader {
    private let flags: [Flag]
    private let endAtFirstArgument: Bool
    /// The flag whose value comes next.
    private(set) var open: Flag?
    private(set) var isEnded = false
    private(set) var argumentCount = 0

    init(_ groups: [FlagGroup], endAtFirstArgument: Bool) {
        flags = groups.flatMap(\.flags)
        self.endAtFirstArgument = endAtFirstArgument
    }

    func flag(named name: String) -> Flag? { flags.first { $0.name == name || $0.alias == name } }

    mutating func read(_ word: String) {
        if open != nil {
            open = nil
        } else if isEnded || !word.hasPrefix("-") || word == "-" {
            argumentCount += 1
            isEnded = isEnded || endAtFirstArgument
        } else if word == "--" {
            isEnded = true
        } else if word.hasPrefix("--") {
            guard !word.contains("="), let flag = flag(named: String(word.dropFirst(2))) else { return }
            open = flag.takesValue ? flag : nil
        } else {
            readCluster(word.dropFirst())
        }
    }

    private mutating func readCluster(_ letters: Substring) {
        var letters = letters
        while let letter = letters.popFirst() {
            guard let flag = flags.first(where: { $0.shortName == letter }) else { return }
            if flag.takesValue {
                open = letters.isEmpty ? flag : nil
                return
            }
        }
    }
}
