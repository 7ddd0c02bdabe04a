import CommandLine

/// `skiff system prune`: removes what nobody needs.
public enum SystemPruneCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "prune", "Remove stopped containers, networks and images that nobody needs, and unfinished downloads",
            arguments: .none,
            perform: perform)
    }

    /// The flags of `system prune`.
    public final class Options: CommandOptions {
        /// Those that `image prune` has, too.
        public let images = PruneOptions()
        /// Anonymous volumes without a container, too.
        public var volumes = false

        public init() {}

        public var flags: [FlagGroup] {
            images.flags + [
                FlagGroup(
                    "Volumes",
                    [Flag("volumes", "Remove anonymous volumes without a container, too") { self.volumes = $0 }])
            ]
        }
    }
}
