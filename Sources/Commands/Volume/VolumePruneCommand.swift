import CommandLine
import Engine

/// `skiff volume prune`: removes volumes that no container uses.
public enum VolumePruneCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command("prune", "Remove volumes that no container uses", arguments: .none, perform: perform)
    }

    /// The flags of `volume prune`.
    public final class Options: CommandOptions {
        /// Volumes with names, too.
        public var all = false
        /// Nobody is asked.
        public var force = false
        /// Which volumes are removed.
        public var filter = VolumeFilter()

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all", short: "a", "Remove all that no container uses, not only anonymous ones") {
                        self.all = $0
                    },
                    Flag(
                        "filter", value: "FILTER...",
                        "Remove only those that fit: label=KEY[=VALUE], label!=KEY[=VALUE], all=true"
                    ) {
                        try self.filter.add(option: $0, allowed: VolumeFilter.forPruning)
                        if self.filter.asksForAll { self.all = true }
                    },
                    Flag("force", short: "f", "Don't ask") { self.force = $0 },
                ])
            ]
        }
    }
}
