import CommandLine

/// `skiff volume inspect`: prints all that is known of volumes.
public enum VolumeInspectCommand {
    /// The command; `perform` gets the names, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "inspect", "Print what is known of volumes, as JSON", arguments: Arguments("VOLUME [VOLUME...]", 1...),
            perform: perform)
    }

    /// The flags of `volume inspect`.
    public final class Options: CommandOptions {
        /// How the volumes are printed.
        public var format = InspectFormat.pretty

        public init() {}

        public var flags: [FlagGroup] { [FlagGroup([InspectFormat.flag { self.format = $0 }])] }
    }
}
