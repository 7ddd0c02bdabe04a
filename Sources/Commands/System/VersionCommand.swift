import CommandLine

/// `skiff version`: prints the versions of the engine and of what it stands on.
public enum VersionCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command("version", "Print the version", arguments: .none, perform: perform)
    }

    /// The flags of `version`.
    public final class Options: CommandOptions {
        /// How it is printed.
        public var format = OutputFormat.table

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    OutputFormat.objectFlag { self.format = $0 }
                ])
            ]
        }
    }
}
