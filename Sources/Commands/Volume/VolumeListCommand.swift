import CommandLine
import Engine

/// `skiff volume ls`: lists volumes.
public enum VolumeListCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command("ls", "List volumes", arguments: .none, perform: perform)
        command.aliases = ["list"]
        return command
    }

    /// The flags of `volume ls`.
    public final class Options: CommandOptions {
        /// Only the names.
        public var quiet = false
        /// How the list is printed.
        public var format = OutputFormat.table
        /// Which volumes are listed.
        public var filter = VolumeFilter()

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag(
                        "filter", short: "f", value: "FILTER...",
                        "Show those that fit: dangling=true, driver=local, label=KEY[=VALUE], name=PART"
                    ) { try self.filter.add(option: $0, allowed: VolumeFilter.forLists) },
                    OutputFormat.flag { self.format = $0 },
                    Flag("quiet", short: "q", "Print the names only") { self.quiet = $0 },
                    .notSupported("cluster", "there is no cluster"),
                ])
            ]
        }
    }
}
