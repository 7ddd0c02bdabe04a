import CommandLine

/// `skiff rm`: removes containers and what belongs to them.
public enum RmCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "rm", "Remove containers",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
    }

    /// The flags of `rm`.
    public final class Options: CommandOptions {
        /// A running container is killed first.
        public var force = false
        /// Anonymous volumes go with their containers.
        public var volumes = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("force", short: "f", "Kill the container first if it runs") { self.force = $0 },
                    Flag("volumes", short: "v", "Remove the container's anonymous volumes, too") { self.volumes = $0 },
                    .notSupported("link", short: "l", "there are no links between containers"),
                ])
            ]
        }
    }
}
