import CommandLine

/// `skiff images`: lists images.
public enum ImagesCommand {
    /// The command; `perform` gets at most one name, which selects.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command<Options> {
        Command<Options>(
            "images", "List images",
            arguments: Arguments("[NAME[:TAG]]", 0...1), perform: perform)
    }

    /// The flags of `images`.
    public struct Options: CommandOptions, Hashable, Sendable {
        /// What has no name, too.
        public var all = false
        /// Only the ids.
        public var quiet = false
        /// Ids are cut to fit.
        public var truncates = true
        /// A column with the digests of the manifests.
        public var digests = false
        /// How the list is printed.
        public var format = OutputFormat.table

        public init() {}

        public static var flags: [FlagGroup<Self>] {
            [
                FlagGroup([
                    Flag("all", short: "a", "Show images without a name, too") { $0.all = $1 },
                    Flag("quiet", short: "q", "Print the ids only") { $0.quiet = $1 },
                    Flag("digests", "Show the digests") { $0.digests = $1 },
                    Flag("no-trunc", "Print ids in full") { $0.truncates = !$1 },
                    Flag("format", value: "FORMAT", "Print as table or json (default: table)") {
                        $0.format = try OutputFormat(option: $1)
                    },
                ])
            ]
        }
    }
}
