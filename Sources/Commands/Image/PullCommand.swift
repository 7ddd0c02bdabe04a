import CommandLine

/// `skiff pull`: brings an image from its registry.
public enum PullCommand {
    /// The command; `perform` gets one name.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "pull", "Download an image from a registry", arguments: .init("NAME[:TAG|@DIGEST]", 1...1), perform: perform
        )
        command.examples = ["skiff pull busybox", "skiff pull --platform linux/arm64 registry.example/team/tool:1.2"]
        return command
    }

    /// The flags of `pull`.
    public final class Options: CommandOptions {
        public var allTags = false
        /// `OS/ARCHITECTURE[/VARIANT]`; this host's if it's left out.
        public var platform: String?
        public var quiet = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all-tags", short: "a", "Download all tags of the repository") { self.allTags = $0 },
                    Flag("platform", value: "PLATFORM", "Take the image for this platform, as linux/arm64") {
                        self.platform = $0
                    },
                    Flag("quiet", short: "q", "Print only the image's name") { self.quiet = $0 },
                ])
            ]
        }
    }
}
