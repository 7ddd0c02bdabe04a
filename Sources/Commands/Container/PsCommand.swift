import CommandLine

/// `skiff ps`: lists containers.
public enum PsCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command<Options> {
        Command<Options>("ps", "List containers", arguments: .none, perform: perform)
    }

    /// The flags of `ps`.
    public struct Options: CommandOptions, Hashable, Sendable {
        /// Stopped containers, too.
        public var all = false
        /// Only the ids.
        public var quiet = false
        /// Ids and commands are cut to fit.
        public var truncates = true
        /// How the list is printed.
        public var format = OutputFormat.table

        public init() {}

        public static var flags: [FlagGroup<Self>] {
            [
                FlagGroup([
                    Flag("all", short: "a", "Show stopped containers, too") { $0.all = $1 },
                    Flag("quiet", short: "q", "Print the ids only") { $0.quiet = $1 },
                    Flag("no-trunc", "Print ids and commands in full") { $0.truncates = !$1 },
                    Flag("format", value: "FORMAT", "Print as table or json (default: table)") {
                        $0.format = try OutputFormat(option: $1)
                    },
                ])
            ]
        }
    }
}
