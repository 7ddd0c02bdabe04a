import CommandLine

/// `skiff load`: takes images from an archive.
public enum LoadCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command("load", "Load images from an archive", arguments: .none, perform: perform)
        command.discussion = """
            Archives are those of 'docker save' and of skopeo, and OCI layouts, as a tar file, compressed or not, \
            or as a directory.
            """
        command.examples = ["docker save busybox | skiff load", "skiff load -i busybox.tar"]
        return command
    }

    /// The flags of `load`.
    public final class Options: CommandOptions {
        /// A file or a directory; `nil` for standard input.
        public var input: String?
        /// Without progress. The names are printed as ever, as in Docker.
        public var quiet = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag(
                        "input", short: "i", value: "PATH",
                        "Read this archive or directory (default: standard input)"
                    ) {
                        self.input = $0 == "-" ? nil : $0
                    },
                    Flag("quiet", short: "q", "Print only what was loaded") { self.quiet = $0 },
                    .notSupported("platform", "the image for this host is taken; choose another with 'skopeo copy'"),
                ])
            ]
        }
    }
}
