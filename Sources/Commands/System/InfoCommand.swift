import CommandLine

/// `skiff info`: tells what the engine and its host are.
public enum InfoCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command("info", "Show what the engine and its host are", arguments: .none, perform: perform)
    }

    /// The flags of `info`.
    public final class Options: CommandOptions {
        /// How it is printed.
        public var format = OutputFormat.table

        public init() {}

        public var flags: [FlagGroup] { [FlagGroup([OutputFormat.objectFlag { self.format = $0 }])] }
    }
}
