import CommandLine

/// `skiff images`: lists images.
public enum ImagesCommand {
    /// The command; `perform` gets at most one name, which selects.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "images", "List images",
            arguments: Arguments("[NAME[:TAG]]", 0...1), perform: perform)
    }

    /// The flags of `images`.
    public final class Options: CommandOptions {
        /// Docker hides the steps of a build unless asked; here there are none.
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

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all", short: "a", "Show all images, which is what is shown anyway") { self.all = $0 },
                    Flag("quiet", short: "q", "Print the ids only") { self.quiet = $0 },
                    Flag("digests", "Show the digests") { self.digests = $0 },
                    Flag("no-trunc", "Print ids in full") { self.truncates = !$0 },
                    Flag("format", value: "FORMAT", "Print as table or json (default: table)") {
                        self.format = try OutputFormat(option: $0)
                    },
                    .notSupported("filter", short: "f", "use --format json and select from that"),
                ])
            ]
        }
    }
}
