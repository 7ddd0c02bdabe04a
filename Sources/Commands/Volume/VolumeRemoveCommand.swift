import CommandLine

/// `skiff volume rm`: removes volumes with their files.
public enum VolumeRemoveCommand {
    /// The command; `perform` gets the names, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "rm", "Remove volumes with their files", arguments: Arguments("VOLUME [VOLUME...]", 1...), perform: perform)
        command.aliases = ["remove"]
        return command
    }

    /// The flags of `volume rm`.
    public final class Options: CommandOptions {
        /// A volume that isn't there is no failure.
        public var force = false

        public init() {}

        public var flags: [FlagGroup] {
            [FlagGroup([Flag("force", short: "f", "Don't fail for a volume that isn't there") { self.force = $0 }])]
        }
    }
}
