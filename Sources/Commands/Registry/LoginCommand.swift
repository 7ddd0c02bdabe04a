import CommandLine

/// `skiff login`: keeps a name and a password for a registry, once it has accepted them.
public enum LoginCommand {
    /// The command; `perform` gets at most one registry.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "login", "Log in to a registry", arguments: Arguments("[SERVER]", 0...1), perform: perform)
        command.discussion = """
            Without a server it is Docker Hub. The credentials go to where Docker keeps them: a credential helper if \
            ~/.docker/config.json names one, else that file.
            """
        command.examples = [
            "aws ecr get-login-password | skiff login -u AWS --password-stdin ID.dkr.ecr.REGION.amazonaws.com"
        ]
        return command
    }

    /// The flags of `login`.
    public final class Options: CommandOptions {
        /// Asked for when it is left out.
        public var username: String?
        /// On the command line, where every user of the host can read it.
        public var password: String?
        public var readsPassword = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("password", short: "p", value: "PASSWORD", "Password or token; others can see it here") {
                        self.password = $0
                    },
                    Flag("password-stdin", "Take the password from standard input") { self.readsPassword = $0 },
                    Flag("username", short: "u", value: "NAME", "User name") { self.username = $0 },
                ])
            ]
        }
    }
}
