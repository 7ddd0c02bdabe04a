import CommandLine

/// `skiff network rm`: removes networks.
public enum NetworkRemoveCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "rm", "Remove networks", arguments: Arguments("NETWORK [NETWORK...]", 1...), perform: perform)
        command.aliases = ["remove"]
        return command
    }

    /// The flags of `network rm`.
    public final class Options: CommandOptions {
        /// A network that isn't there is no failure.
        public var force = false

        public init() {}

        public var flags: [FlagGroup] {
            [FlagGroup([Flag("force", short: "f", "Don't fail for a network that isn't there") { self.force = $0 }])]
        }
    }
}
