import CommandLine

/// `skiff why`: tells why containers ended.
public enum WhyCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "why", "Tell why containers ended",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
        command.discussion = """
            What the kernel and the container's supervisor have seen of its end: who sent the signal, whose limit \
            was reached, what it wrote last.
            """
        return command
    }

    /// The flags of `why`.
    public final class Options: CommandOptions {
        /// `nil` tells it as a person would.
        public var format: InspectFormat?

        public init() {}

        public var flags: [FlagGroup] {
            [FlagGroup([InspectFormat.flag { self.format = $0 }])]
        }
    }
}
