/// The grammar of a command line, as data: commands, their flags, their help
/// pages and the tables they print. It follows pflag, so that what Docker's
/// users type works here: `-itd`, `-m64m`, `--rm=false`, and flags that end at
/// the image. It is a library of its own because a general one costs `skiff
/// run` milliseconds at each start and knows other rules; here a flag is one
/// line of a table and parsing takes microseconds. It never touches the
/// system: it prints nothing, exits nowhere and reads no environment. The
/// executables call it and print what it answers.
public protocol CommandNode: Sendable {
    /// The word that calls it: `run`.
    var name: String { get }
    /// Other words that call it.
    var aliases: [String] { get }
    /// One line for the list in the group's help, without a full stop.
    var summary: String { get }

    /// What the words after the command's name ask for. `path` is the command
    /// as typed so far: `skiff run`.
    func invocation(of words: ArraySlice<String>, path: String) throws(UsageError) -> Invocation

    /// The help page of the command that `words` lead to, or of this one when
    /// there are none.
    func helpPage(of words: ArraySlice<String>, path: String) throws(UsageError) -> String
}

/// What a well-formed command line asks for.
public enum Invocation {
    /// Call it: it does the work and answers the exit code.
    case run(() -> Int32)
    /// Print the text on standard output and exit with 0.
    case show(String)
}

/// The flags of one command: a value of this type is filled as they are read.
public protocol CommandOptions: SendableMetatype {
    /// What holds when no flag is given.
    init()
    /// The flags, in the order and under the titles of the help page. Built
    /// only when the command is called, so that the tables of the others cost
    /// nothing.
    static var flags: [FlagGroup<Self>] { get }
}

/// A command that does something, such as `skiff stop`: its flags fill
/// `Options`, the remaining words are its arguments.
public struct Command<Options: CommandOptions>: CommandNode {
    public let name: String
    public var aliases: [String] = []
    public let summary: String
    /// More to say than the summary: paragraphs, wrapped by the help page.
    public var discussion = ""
    /// Command lines to learn from, printed as they are.
    public var examples: [String] = []
    public let arguments: Arguments
    /// The exit code of a command line that cannot be understood.
    public var usageExitCode: Int32 = 1

    private let perform: @Sendable (Options, [String]) -> Int32

    /// `perform` does the work and answers the exit code.
    public init(
        _ name: String, _ summary: String, arguments: Arguments,
        perform: @escaping @Sendable (Options, [String]) -> Int32
    ) {
        self.name = name
        self.summary = summary
        self.arguments = arguments
        self.perform = perform
    }

    public func invocation(of words: ArraySlice<String>, path: String) throws(UsageError) -> Invocation {
        guard let call = try call(of: words, path: path) else { return .show(helpPage(path: path)) }
        return .run { perform(call.options, call.arguments) }
    }

    public func helpPage(of words: ArraySlice<String>, path: String) -> String {
        helpPage(path: path)
    }

    /// The flags and arguments that the words stand for; `nil` when they ask
    /// for help.
    public func call(of words: ArraySlice<String>, path: String) throws(UsageError) -> Call<Options>? {
        do throws(UsageProblem) {
            var parser = FlagParser(flags: Options.flags, endAtFirstArgument: arguments.endFlags)
            try parser.parse(words)
            if parser.wantsHelp { return nil }
            guard arguments.allow(parser.call.arguments.count) else {
                throw .wrongCount("'\(path)' \(arguments.expectation)", usage: usage(path: path))
            }
            return parser.call
        } catch {
            throw UsageError(error, path: path, exitCode: usageExitCode)
        }
    }
}

/// A command line taken apart.
public struct Call<Options: CommandOptions> {
    public var options = Options()
    /// What is neither a flag nor a flag's value.
    public var arguments: [String] = []
}
