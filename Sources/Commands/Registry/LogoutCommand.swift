import CommandLine

/// `skiff logout`: forgets the credentials for a registry.
public enum LogoutCommand {
    /// The command; `perform` gets at most one registry.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command("logout", "Log out from a registry", arguments: Arguments("[SERVER]", 0...1), perform: perform)
    }

    /// The flags of `logout`.
    public final class Options: CommandOptions {
        public init() {}

        public var flags: [FlagGroup] { [] }
    }
}
