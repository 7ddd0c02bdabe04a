import CommandLine

/// `skiff load`: takes images from an archive.
public enum LoadCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command<Options> {
        var command = Command<Options>("load", "Load images from an archive", arguments: .none, perform: perform)
        command.discussion = """
            Archives are those of 'docker save' and of skopeo, and OCI layouts, as a tar file, compressed or not, \
            or as a directory.
            """
        command.examples = ["docker save busybox | skiff load", "skiff load -i busybox.tar"]
        return command
    }

    /// The flags of `load`.
    public struct Options: CommandOptions, Hashable, Sendable {
        /// A file or a directory; `nil` for standard input.
        public var input: String?
        /// Without a line for each image.
        public var quiet = false

        public init() {}

        public static var flags: [FlagGroup<Self>] {
            [
                FlagGroup([
                    Flag(
                        "input", short: "i", value: "PATH",
                        "Read this archive or directory (default: standard input)"
                    ) {
                        $0.input = $1 == "-" ? nil : $1
                    },
                    Flag("quiet", short: "q", "Do not print the names of the images") { $0.quiet = $1 },
                ])
            ]
        }
    }
}
