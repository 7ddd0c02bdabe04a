import CommandLine
import Engine

/// `skiff cp`: copies files between a container and the host.
public enum CopyCommand {
    /// The command; `perform` gets the source and the destination.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "cp", "Copy files between a container and the host",
            arguments: Arguments("CONTAINER:PATH PATH|-, or PATH|- CONTAINER:PATH", 2...2), perform: perform)
        command.discussion = """
            The container may be running or not. '-' as the source reads a tar archive from standard input and \
            unpacks it into a directory of the container; as the destination it writes one to standard output. \
            A source that ends in '/.' means what is in the directory.
            """
        command.examples = [
            "skiff cp web:/etc/nginx/nginx.conf .", "skiff cp site/. web:/var/www",
            "skiff cp web:/var/log - | tar -t",
        ]
        return command
    }

    /// The flags of `cp`.
    public final class Options: CommandOptions {
        /// Owners, set-ID bits, file capabilities and devices are kept.
        public var archive = false
        /// A link as the source means what it leads to.
        public var followsLinks = false
        /// No progress, no line at the end; `nil`: only if standard output is no terminal.
        public var quiet: Bool?

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("archive", short: "a", "Keep owners, set-ID bits, capabilities and devices") {
                        self.archive = $0
                    },
                    Flag("follow-link", short: "L", "Copy what a symbolic link leads to, if the source is one") {
                        self.followsLinks = $0
                    },
                    Flag("quiet", short: "q", "Don't tell what has been copied (default: tell a terminal)") {
                        self.quiet = $0
                    },
                ])
            ]
        }
    }
}
