import CommandLine

/// `skiff limits`: shows each limit as asked, as the kernel has it, and the use against it.
public enum LimitsCommand {
    /// The command; `perform` gets one name or id.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "limits", "Show the limits of a container and what it uses of them",
            arguments: Arguments("CONTAINER", 1...1), perform: perform)
    }

    /// The flags of `limits`.
    public final class Options: CommandOptions {
        /// How the limits are printed.
        public var format = OutputFormat.table

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    OutputFormat.flag { self.format = $0 }
                ])
            ]
        }
    }
}
