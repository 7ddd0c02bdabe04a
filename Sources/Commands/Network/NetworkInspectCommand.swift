import CommandLine

/// `skiff network inspect`: prints all that is known of networks.
public enum NetworkInspectCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "inspect", "Print what is known of networks, as JSON", arguments: Arguments("NETWORK [NETWORK...]", 1...),
            perform: perform)
    }

    /// The flags of `network inspect`.
    public final class Options: CommandOptions {
        /// How the networks are printed.
        public var format = InspectFormat.pretty

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    InspectFormat.flag { self.format = $0 },
                    Flag("verbose", short: "v", "Change nothing: what it adds is of swarms") { _ in },
                    .notSupported("scope", "networks are this host's"),
                ])
            ]
        }
    }
}
