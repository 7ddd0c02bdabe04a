import CommandLine
import Engine

/// `skiff network prune`: removes networks that no container uses.
public enum NetworkPruneCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command("prune", "Remove networks that no container uses", arguments: .none, perform: perform)
    }

    /// The flags of `network prune`.
    public final class Options: CommandOptions {
        /// Nobody is asked.
        public var force = false
        /// Which networks are removed.
        public var filter = NetworkFilter()

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag(
                        "filter", value: "FILTER...",
                        "Remove only those that fit: label=KEY[=VALUE], label!=KEY[=VALUE], until=TIME"
                    ) { try self.filter.add(option: $0, allowed: NetworkFilter.forPruning) },
                    Flag("force", short: "f", "Don't ask") { self.force = $0 },
                ])
            ]
        }
    }
}
