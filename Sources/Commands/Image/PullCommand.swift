import CommandLine
import OCI

/// `skiff pull`: brings an image from its registry.
public enum PullCommand {
    /// The command; `perform` gets one name.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "pull", "Download an image from a registry", arguments: Arguments("NAME[:TAG|@DIGEST]", 1...1),
            perform: perform)
        command.examples = ["skiff pull busybox", "skiff pull --platform linux/arm64 registry.example/team/tool:1.2"]
        return command
    }

    /// The flags of `pull`.
    public final class Options: CommandOptions {
        /// All tags of the repository.
        public var allTags = false
        /// What the image has to be made for; `nil` for this host.
        public var platform: Platform?
        /// Only the image's name is printed.
        public var quiet = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all-tags", short: "a", "Download all tags of the repository") { self.allTags = $0 },
                    .contentTrust,
                    Flag("platform", value: "PLATFORM", "Take the image for this platform, as linux/arm64") {
                        self.platform = try Platform(parsing: $0)
                    },
                    Flag("quiet", short: "q", "Print only the image's name") { self.quiet = $0 },
                ])
            ]
        }
    }
}

extension Flag {
    /// Docker's signatures of old: nothing was signed unless asked, and here nothing can be.
    static var contentTrust: Flag {
        Flag("disable-content-trust", "Check no signatures, which is what is done anyway") { _ in }
    }
}
