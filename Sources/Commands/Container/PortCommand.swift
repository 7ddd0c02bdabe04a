import CommandLine

/// `skiff port`: lists the published ports of a container.
public enum PortCommand {
    /// The command; `perform` gets the name or id, and a port if one is asked for.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "port", "List the published ports of a container",
            arguments: Arguments("CONTAINER [PORT[/PROTOCOL]]", 1...2), perform: perform)
    }

    /// The flags of `port`.
    public final class Options: CommandOptions {
        public init() {}

        public var flags: [FlagGroup] { [] }
    }
}
