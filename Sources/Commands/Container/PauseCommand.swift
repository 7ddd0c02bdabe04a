import CommandLine

/// `skiff pause` and `skiff unpause`: stop every process of containers for a
/// while, by their cgroup.
public enum PauseCommand {
    /// `pause`; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "pause", "Pause all processes of containers",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
    }

    /// `unpause`; `perform` gets the names or ids, at least one.
    public static func reverse(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "unpause", "Resume paused containers",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
    }

    /// There are none.
    public final class Options: CommandOptions {
        public init() {}

        public var flags: [FlagGroup] { [] }
    }
}
