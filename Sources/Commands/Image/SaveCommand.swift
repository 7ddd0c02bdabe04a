import CommandLine
import Engine
import Images

/// `skiff save`: writes images into an archive.
public enum SaveCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "save", "Write images into an archive", arguments: Arguments("IMAGE [IMAGE...]", 1...), perform: perform)
        command.discussion = """
            The archive is an OCI layout with Docker's lists beside it, so that docker, podman, skopeo and ctr read \
            it, as 'skiff load' does.
            """
        command.examples = ["skiff save -o busybox.tar busybox", "skiff save busybox alpine | zstd > both.tar.zst"]
        return command
    }

    /// The flags of `save`.
    public final class Options: CommandOptions {
        /// The file to write; `nil` for standard output.
        public var output: String?
        /// Docker's, OCI's or both in one.
        public var format = ArchiveFormat.combined

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag(
                        "format", value: "FORMAT",
                        "Write docker-oci, oci-archive or docker-archive (default: docker-oci)"
                    ) {
                        guard let format = ArchiveFormat(rawValue: $0) else {
                            throw InvalidOption("must be docker-oci, oci-archive or docker-archive")
                        }
                        self.format = format
                    },
                    Flag("output", short: "o", value: "FILE", "Write to this file (default: standard output)") {
                        self.output = $0 == "-" ? nil : $0
                    },
                    .notSupported("platform", "an image here is for one platform"),
                ])
            ]
        }
    }
}
