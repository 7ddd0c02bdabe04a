import CommandLine

/// `skiff tag`: gives an image one more name.
public enum TagCommand {
    /// The command; `perform` gets the image and the new name.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "tag", "Give an image another name",
            arguments: Arguments("SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]", 2...2), perform: perform)
    }

    /// The flags of `tag`.
    public final class Options: CommandOptions {
        public init() {}

        public var flags: [FlagGroup] { [] }
    }
}
