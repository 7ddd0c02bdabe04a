import CommandLine

/// `skiff stats`: shows what containers use, again and again.
public enum StatsCommand {
    /// The command; `perform` gets names or ids; none stands for all that run.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "stats", "Show what containers use, once a second",
            arguments: Arguments("[CONTAINER...]", 0...), perform: perform)
    }

    /// The flags of `stats`.
    public final class Options: CommandOptions {
        /// Stopped containers, too.
        public var all = false
        /// Again each second, until interrupted.
        public var streams = true
        /// Ids are cut to fit.
        public var truncates = true
        /// How each round is printed.
        public var format = OutputFormat.table

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all", short: "a", "Show stopped containers, too") { self.all = $0 },
                    Flag("no-stream", "Show one round and exit") { self.streams = !$0 },
                    Flag("no-trunc", "Print ids in full") { self.truncates = !$0 },
                    OutputFormat.flag { self.format = $0 },
                ])
            ]
        }
    }
}
