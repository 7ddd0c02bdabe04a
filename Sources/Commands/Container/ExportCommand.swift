import CommandLine

/// `skiff export`: writes a container's root file system as an archive.
public enum ExportCommand {
    /// The command; `perform` gets one name or id.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "export", "Write a container's files into a tar archive",
            arguments: Arguments("CONTAINER", 1...1), perform: perform)
        command.discussion = """
            The image's files with the container's changes, without what is mounted on them; 'skiff import' \
            makes an image of them again.
            """
        command.examples = ["skiff export web | skiff import - web:files"]
        return command
    }

    /// The flags of `export`.
    public final class Options: CommandOptions {
        /// The file to write; `nil` for standard output.
        public var output: String?

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("output", short: "o", value: "FILE", "Write to this file (default: standard output)") {
                        self.output = $0 == "-" ? nil : $0
                    }
                ])
            ]
        }
    }
}
