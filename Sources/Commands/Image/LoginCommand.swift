import CommandLine

/// `skiff login`: shows a registry the user's credentials and keeps them.
public enum LoginCommand {
    /// The command; `perform` gets the registry, or nothing.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command("login", "Log in to a registry", arguments: .init("[SERVER]", 0...1), perform: perform)
        command.discussion = """
            Credentials are kept where Docker keeps them: in ~/.docker/config.json or $DOCKER_CONFIG/config.json, \
            or with the credential helper that this file names.
            """
        command.examples = ["skiff login -u ada registry.example", "skiff login -u ada --password-stdin < token"]
        return command
    }

    /// The flags of `login`.
    public final class Options: CommandOptions {
        /// `nil`: it is asked for.
        public var username: String?
        /// `nil`: it is asked for. Other users of the host may see it in the list of processes.
        public var password: String?
        /// The password is all of standard input but its last line feeds.
        public var passwordFromInput = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("username", short: "u", value: "NAME", "The user's name") { self.username = $0 },
                    Flag(
                        "password", short: "p", value: "PASSWORD", "The password; others can see it in the process list"
                    ) {
                        self.password = $0
                    },
                    Flag("password-stdin", "Take the password from standard input") { self.passwordFromInput = $0 },
                ])
            ]
        }
    }
}
