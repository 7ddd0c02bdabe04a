import CommandLine
import Engine

/// `skiff network ls`: lists networks.
public enum NetworkListCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command("ls", "List networks", arguments: .none, perform: perform)
        command.aliases = ["list"]
        return command
    }

    /// The flags of `network ls`.
    public final class Options: CommandOptions {
        /// Only the ids.
        public var quiet = false
        /// Ids are cut to fit.
        public var truncates = true
        /// How the list is printed.
        public var format = OutputFormat.table
        /// Which networks are listed.
        public var filter = NetworkFilter()

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag(
                        "filter", short: "f", value: "FILTER...",
                        "Show those that fit: dangling=true, driver=bridge, id=ID, label=KEY[=VALUE], name=PART, "
                            + "scope=local, type=custom"
                    ) { try self.filter.add(option: $0, allowed: NetworkFilter.forLists) },
                    OutputFormat.flag { self.format = $0 },
                    Flag("no-trunc", "Print ids in full") { self.truncates = !$0 },
                    Flag("quiet", short: "q", "Print the ids only") { self.quiet = $0 },
                ])
            ]
        }
    }
}
