import CommandLine
import Engine

/// `skiff container prune`: removes containers that don't run.
public enum ContainerPruneCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command("prune", "Remove all stopped containers", arguments: .none, perform: perform)
    }

    /// The flags of `container prune`.
    public final class Options: CommandOptions {
        /// Nobody is asked.
        public var force = false
        /// Which containers are removed.
        public var filter = ContainerFilter()

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag(
                        "filter", value: "FILTER...",
                        "Remove only containers that fit: label=KEY[=VALUE], label!=KEY[=VALUE], until=TIME"
                    ) {
                        try self.filter.add(option: $0, allowed: ContainerFilter.forPruning)
                    },
                    Flag("force", short: "f", "Don't ask") { self.force = $0 },
                ])
            ]
        }
    }
}
