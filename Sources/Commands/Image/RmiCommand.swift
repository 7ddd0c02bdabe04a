import CommandLine

/// `skiff rmi`: removes names of images, and images that have no other.
public enum RmiCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "rmi", "Remove images",
            arguments: Arguments("IMAGE [IMAGE...]", 1...), perform: perform)
    }

    /// The flags of `rmi`.
    public final class Options: CommandOptions {
        /// Although several names or a stopped container refer to it.
        public var force = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag(
                        "force", short: "f",
                        "Remove it although names or stopped containers refer to it"
                    ) { self.force = $0 }
                ])
            ]
        }
    }
}
