import CommandLine

/// `skiff ps`: lists containers.
public enum PsCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command("ps", "List containers", arguments: .none, perform: perform)
    }

    /// The flags of `ps`.
    public final class Options: CommandOptions {
        /// Stopped containers, too.
        public var all = false
        /// Only the ids.
        public var quiet = false
        /// Ids and commands are cut to fit.
        public var truncates = true
        /// How the list is printed.
        public var format = OutputFormat.table

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all", short: "a", "Show stopped containers, too") { self.all = $0 },
                    Flag("quiet", short: "q", "Print the ids only") { self.quiet = $0 },
                    Flag("no-trunc", "Print ids and commands in full") { self.truncates = !$0 },
                    OutputFormat.flag { self.format = $0 },
                    .notSupported("filter", short: "f", "use --format json and select from that"),
                    .notSupported("last", short: "n", "use --all, the newest stands first"),
                    .notSupported("latest", short: "l", "use --all, the newest stands first"),
                    .notSupported("size", short: "s", "use du(1) on the directory that 'skiff inspect' shows"),
                ])
            ]
        }
    }
}
