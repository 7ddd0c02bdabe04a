import CommandLine

/// `skiff limits`: shows each limit as asked, as the kernel has it, and the use against it.
public enum LimitsCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command<Options> {
        Command<Options>(
            "limits", "Show the limits of containers and what they use of them",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
    }

    /// The flags of `limits`.
    public struct Options: CommandOptions, Hashable, Sendable {
        /// How the limits are printed.
        public var format = OutputFormat.table

        public init() {}

        public static var flags: [FlagGroup<Self>] {
            [
                FlagGroup([
                    Flag("format", value: "FORMAT", "Print as table or json (default: table)") {
                        $0.format = try OutputFormat(option: $1)
                    }
                ])
            ]
        }
    }
}
