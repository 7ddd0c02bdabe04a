import CommandLine

/// `skiff history`: tells how an image was made.
public enum HistoryCommand {
    /// The command; `perform` gets one name or id.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command("history", "Show how an image was made", arguments: Arguments("IMAGE", 1...1), perform: perform)
    }

    /// The flags of `history`.
    public final class Options: CommandOptions {
        /// How the list is printed.
        public var format = OutputFormat.table
        /// Ages and rounded sizes, rather than times and bytes.
        public var isForPeople = true
        /// Ids and instructions are cut to fit.
        public var truncates = true
        /// Only the ids.
        public var quiet = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    OutputFormat.flag { self.format = $0 },
                    Flag("human", short: "H", "Print ages and rounded sizes (default: true)") { self.isForPeople = $0 },
                    Flag("no-trunc", "Print ids and instructions in full") { self.truncates = !$0 },
                    Flag("quiet", short: "q", "Print the ids only") { self.quiet = $0 },
                    .notSupported("platform", "an image here is for one platform"),
                ])
            ]
        }
    }
}
