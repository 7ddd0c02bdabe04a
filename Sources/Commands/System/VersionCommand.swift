import CommandLine

/// `skiff version`: prints the versions of the engine and of what it stands on.
public enum VersionCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command<Options> {
        Command<Options>("version", "Print the version", arguments: .none, perform: perform)
    }

    /// The flags of `version`.
    public struct Options: CommandOptions, Hashable, Sendable {
        /// How it is printed.
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
