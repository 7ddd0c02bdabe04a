import CommandLine

/// `skiff image inspect`: prints all that is known of images.
public enum ImageInspectCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "inspect", "Print what is known of images, as JSON", arguments: Arguments("IMAGE [IMAGE...]", 1...),
            perform: perform)
    }

    /// The flags of `image inspect`.
    public final class Options: CommandOptions {
        /// How the images are printed.
        public var format = InspectFormat.pretty

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    InspectFormat.flag { self.format = $0 },
                    .notSupported("platform", "an image here is for one platform"),
                ])
            ]
        }
    }
}
