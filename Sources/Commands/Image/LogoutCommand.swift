import CommandLine

/// `skiff logout`: forgets the credentials for a registry.
public enum LogoutCommand {
    /// The command; `perform` gets the registry, or nothing.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command("logout", "Log out of a registry", arguments: .init("[SERVER]", 0...1), perform: perform)
    }

    /// There are no flags.
    public final class Options: CommandOptions {
        public init() {}
        public var flags: [FlagGroup] { [] }
    }
}
