import CommandLine

/// `skiff top`: lists the processes of a container.
public enum TopCommand {
    /// The command; `perform` gets the name or id, and options for ps(1).
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "top", "List the processes of a container",
            arguments: Arguments("CONTAINER [PS OPTION...]", 1..., endFlags: true), perform: perform)
        command.discussion = """
            The ids are those of the host. Options are for the host's ps(1), whose table is shown then, with the \
            container's processes alone.
            """
        command.examples = ["skiff top web", "skiff top web aux", "skiff top web -o pid,rss,cmd"]
        return command
    }

    /// The flags of `top`.
    public final class Options: CommandOptions {
        public init() {}

        public var flags: [FlagGroup] { [] }
    }
}
