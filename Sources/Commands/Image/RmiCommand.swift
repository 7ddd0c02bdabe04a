import CommandLine

/// `skiff rmi`: removes names of images, and images that have no other.
public enum RmiCommand {
    /// The command; `perform` gets the names or ids, at least one.
    /// - Parameter name: `rmi`, or `rm` in a group.
    public static func command(
        _ name: String = "rmi", perform: @escaping @Sendable (Options, [String]) -> Int32
    ) -> Command {
        var command = Command(
            name, "Remove images", arguments: Arguments("IMAGE [IMAGE...]", 1...), perform: perform)
        if name == "rm" { command.aliases = ["remove"] }
        return command
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
                    ) { self.force = $0 },
                    Flag("no-prune", "Keep images without a name that it was made from, as is done anyway") { _ in },
                    .notSupported("platform", "an image here is for one platform"),
                ])
            ]
        }
    }
}
