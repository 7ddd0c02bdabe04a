import CommandLine

/// `skiff push`: stores an image in its registry.
public enum PushCommand {
    /// The command; `perform` gets one name.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "push", "Upload an image to a registry", arguments: .init("NAME[:TAG]", 1...1), perform: perform)
        command.examples = ["skiff push registry.example/team/tool:1.2"]
        return command
    }

    /// The flags of `push`.
    public final class Options: CommandOptions {
        public var allTags = false
        /// `gzip` or `zstd`.
        public var compression: String?
        public var quiet = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all-tags", short: "a", "Upload all tags of the repository") { self.allTags = $0 },
                    Flag(
                        "compression", value: "gzip|zstd", "Compress layers with this that are stored without (default: gzip)"
                    ) { self.compression = $0 },
                    Flag("quiet", short: "q", "Print only the image's name") { self.quiet = $0 },
                ])
            ]
        }
    }
}
