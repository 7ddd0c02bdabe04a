import CommandLine

/// `skiff commit`: makes an image of a container's changes.
public enum CommitCommand {
    /// The command; `perform` gets a name or id, and perhaps the new image's name.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "commit", "Make an image of a container's changes",
            arguments: Arguments("CONTAINER [NAME[:TAG]]", 1...2), perform: perform)
        command.discussion = """
            The image has the container's own image beneath, one layer of what the container has changed, and \
            the container's settings as its defaults. What is mounted into the container isn't part of it.
            """
        command.examples = [#"skiff commit -m 'with curl' -c 'CMD ["sh"]' builder mine:2"#]
        return command
    }

    /// The flags of `commit`.
    public final class Options: CommandOptions {
        /// Who made the image.
        public var author: String?
        /// The comment in the image's history.
        public var message: String?
        /// Dockerfile instructions, such as `CMD ["sh"]`, in order.
        public var changes: [String] = []
        /// The processes stand still meanwhile.
        public var pauses = true

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("author", short: "a", value: "NAME", "Say who made the image") { self.author = $0 },
                    Flag(
                        "change", short: "c", value: "INSTRUCTION...", "Apply a Dockerfile instruction such as CMD"
                    ) { self.changes.append($0) },
                    Flag("message", short: "m", value: "TEXT", "Set the comment in the image's history") {
                        self.message = $0
                    },
                    Flag("pause", short: "p", "Pause the container meanwhile (default: true)") { self.pauses = $0 },
                ])
            ]
        }
    }
}
