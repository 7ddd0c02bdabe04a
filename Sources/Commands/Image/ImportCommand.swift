import CommandLine

/// `skiff import`: makes an image of one layer from a root file system.
public enum ImportCommand {
    /// The command; `perform` gets a path, where `-` is standard input, and perhaps a name.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "import", "Make an image from the archive of a root file system",
            arguments: Arguments("FILE|- [NAME[:TAG]]", 1...2), perform: perform)
        command.examples = ["tar -C rootfs -c . | skiff import -c 'CMD [\"/bin/sh\"]' - mine:1"]
        return command
    }

    /// The flags of `import`.
    public final class Options: CommandOptions {
        /// Dockerfile instructions, such as `CMD ["sh"]`, in order.
        public var changes: [String] = []
        /// The comment in the image's history.
        public var message: String?

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag(
                        "change", short: "c", value: "INSTRUCTION...",
                        "Apply a Dockerfile instruction such as CMD"
                    ) {
                        self.changes.append($0)
                    },
                    Flag(
                        "message", short: "m", value: "TEXT",
                        "Set the comment in the image's history"
                    ) { self.message = $0 },
                    .notSupported("platform", "the image is for this host"),
                ])
            ]
        }
    }
}
