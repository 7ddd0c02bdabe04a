import CommandLine

/// `skiff diff`: lists what a container has changed in its root.
public enum DiffCommand {
    /// The command; `perform` gets one name or id.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "diff", "List the files that a container has changed",
            arguments: Arguments("CONTAINER", 1...1), perform: perform)
        command.discussion = "A file that was added is marked A, one that was changed C, one that was deleted D."
        return command
    }

    /// The flags of `diff`.
    public final class Options: CommandOptions {
        public init() {}

        public var flags: [FlagGroup] { [] }
    }
}
