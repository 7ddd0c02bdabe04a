/// The grammar of a command line, as data: commands, their flags, their help
/// pages and the tables they print. It follows pflag, so that what Docker's
/// users type works here: `-itd`, `-m64m`, `--rm=false`, and flags that end at
/// the image. It is a library of its own because a general one costs `skiff
/// run` milliseconds at each start and knows other rules; here a flag is one
/// line of a table. It never touches the system: it prints nothing, exits
/// nowhere and reads no environment. The executables call it and print what it
/// answers.
///
/// Nothing here is generic over the options that flags fill. At each start the
/// runtime would build the metadata of such types and search the executable's
/// conformances for it, which takes far longer than the parsing.
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

    /// What the last of the words, which may be unfinished, may become. At least one is given.
    func completionPoint(of words: ArraySlice<String>, path: String) -> CompletionPoint
}

/// What a well-formed command line asks for.
public enum Invocation {
    /// Call it: it does the work and answers the exit code.
    case run(() -> Int32)
    /// Print the text on standard output and exit with 0.
    case show(String)
}

/// A command that does something, such as `skiff stop`: its flags fill its
/// options, the remaining words are its arguments.
public struct Command: CommandNode {
    public let name: String
    public var aliases: [String] = []
    public let summary: String
    /// More to say than the summary: paragraphs, wrapped by the help page.
    public var discussion = ""
    /// Command lines to learn from, printed as they are.
    public var examples: [String] = []
    /// How many words it takes, and what they are.
    public let arguments: Arguments
    /// The exit code of a command line that cannot be understood.
    public var usageExitCode: Int32 = 1

    private let start: @Sendable () -> Start

    /// New options, behind what fills them and what uses them.
    private struct Start {
        let flags: [FlagGroup]
        let perform: ([String]) -> Int32
    }

    /// `perform` does the work and answers the exit code.
    public init<Options: CommandOptions>(
        _ name: String, _ summary: String, arguments: Arguments,
        perform: @escaping @Sendable (Options, [String]) -> Int32
    ) {
        self.name = name
        self.summary = summary
        self.arguments = arguments
        start = {
            let options = Options()
            return Start(flags: options.flags) { perform(options, $0) }
        }
    }

    /// The flags, in the order of the help page.
    var flags: [FlagGroup] { start().flags }

    public func invocation(of words: ArraySlice<String>, path: String) throws(UsageError) -> Invocation {
        do throws(UsageProblem) {
            let start = start()
            var parser = FlagParser(start.flags, endAtFirstArgument: arguments.endFlags)
            try parser.parse(words)
            if parser.wantsHelp { return .show(helpPage(path: path)) }
            let given = parser.arguments
            guard arguments.allow(given.count) else { throw .wrongCount(arguments.expectation) }
            return .run { start.perform(given) }
        } catch {
            throw UsageError(error, path: path, usage: usage(path: path), exitCode: usageExitCode)
        }
    }

    public func helpPage(of words: ArraySlice<String>, path: String) -> String {
        helpPage(path: path)
    }
}
