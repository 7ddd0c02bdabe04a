import CommandLine
import Engine

/// `skiff push`: sends an image to its registry.
public enum PushCommand {
    /// The command; `perform` gets one name.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "push", "Upload an image to a registry", arguments: Arguments("NAME[:TAG]", 1...1), perform: perform)
        command.examples = ["skiff tag mine:1 registry.example/team/mine:1", "skiff push registry.example/team/mine:1"]
        return command
    }

    /// How layers are compressed that the store has without compression.
    public enum Compression: String, Sendable {
        case gzip
        case zstd
    }

    /// The flags of `push`.
    public final class Options: CommandOptions {
        /// All tags of the repository.
        public var allTags = false
        /// Of layers that are stored uncompressed.
        public var compression = Compression.gzip
        /// Only the image's name is printed.
        public var quiet = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all-tags", short: "a", "Upload all tags of the repository") { self.allTags = $0 },
                    Flag(
                        "compression", value: "KIND",
                        "Compress uncompressed layers by gzip or zstd (default: gzip)"
                    ) {
                        guard let compression = Compression(rawValue: $0) else {
                            throw InvalidOption("must be gzip or zstd")
                        }
                        self.compression = compression
                    },
                    .contentTrust,
                    Flag("quiet", short: "q", "Print only the image's name") { self.quiet = $0 },
                    .notSupported("platform", "an image here is for one platform"),
                ])
            ]
        }
    }
}
