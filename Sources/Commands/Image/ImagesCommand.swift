import CommandLine
import Engine

/// `skiff images`: lists images.
public enum ImagesCommand {
    /// The command; `perform` gets at most one name, which selects.
    /// - Parameter name: `images`, or `ls` in a group.
    public static func command(
        _ name: String = "images", perform: @escaping @Sendable (Options, [String]) -> Int32
    ) -> Command {
        var command = Command(
            name, "List images", arguments: Arguments("[REPOSITORY[:TAG]]", 0...1), perform: perform)
        if name == "ls" { command.aliases = ["list"] }
        command.examples = [
            "skiff images 'registry.example/team/*'", "skiff images --filter label=stage=test --filter until=24h",
            "skiff images --format '{{.Repository}}:{{.Tag}} {{.Size}}'",
        ]
        return command
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
        /// Which images are listed.
        public var filter = ImageFilter()

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all", short: "a", "Show all images, which is what is shown anyway") { self.all = $0 },
                    Flag("digests", "Show the digests") { self.digests = $0 },
                    Flag(
                        "filter", short: "f", value: "FILTER...",
                        "Show those that fit: dangling=true, label=KEY[=VALUE], before=IMAGE, since=IMAGE, until=TIME, "
                            + "reference=PATTERN"
                    ) {
                        try self.filter.add(option: $0, allowed: ImageFilter.forLists)
                    },
                    OutputFormat.flag { self.format = $0 },
                    Flag("no-trunc", "Print ids in full") { self.truncates = !$0 },
                    Flag("quiet", short: "q", "Print the ids only") { self.quiet = $0 },
                    .notSupported("tree", "an image here is for one platform"),
                ])
            ]
        }
    }
}
