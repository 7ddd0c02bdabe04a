import CommandLine

/// `skiff container inspect`: prints all that is known of containers, as a JSON array.
public enum ContainerInspectCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "inspect", "Print what is known of containers, as JSON",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
    }

    /// The flags of `container inspect`.
    public final class Options: CommandOptions {
        /// How the containers are printed.
        public var format = InspectFormat.pretty
        /// The sizes of the writable layers, too.
        public var size = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    InspectFormat.flag { self.format = $0 },
                    Flag("size", short: "s", "Show what each has written, and that with its image") { self.size = $0 },
                ])
            ]
        }
    }
}
