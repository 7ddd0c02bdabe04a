import CommandLine

/// `skiff stats`: shows what containers use, again and again.
public enum StatsCommand {
    /// The command; `perform` gets names or ids; none stands for all that run.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command<Options> {
        Command<Options>(
            "stats", "Show what containers use, once a second",
            arguments: Arguments("[CONTAINER...]", 0...), perform: perform)
    }

    /// The flags of `stats`.
    public struct Options: CommandOptions, Hashable, Sendable {
        /// Stopped containers, too.
        public var all = false
        /// Again each second, until interrupted.
        public var streams = true
        /// Ids are cut to fit.
        public var truncates = true
        /// How each round is printed.
        public var format = OutputFormat.table

        public init() {}

        public static var flags: [FlagGroup<Self>] {
            [
                FlagGroup([
                    Flag("all", short: "a", "Show stopped containers, too") { $0.all = $1 },
                    Flag("no-stream", "Show one round and exit") { $0.streams = !$1 },
                    Flag("no-trunc", "Print ids in full") { $0.truncates = !$1 },
                    Flag("format", value: "FORMAT", "Print as table or json (default: table)") {
                        $0.format = try OutputFormat(option: $1)
                    },
                ])
            ]
        }
    }
}
