import CommandLine

/// `skiff system check`: compares what is kept with its digests and with the database.
public enum CheckCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "check", "Verify all images, and repair what can be repaired", arguments: .none, perform: perform)
        command.discussion = "The exit code is 0 if nothing is wrong, or nothing any more, and 1 otherwise."
        return command
    }

    /// The flags of `system check`.
    public final class Options: CommandOptions {
        /// How the problems are printed.
        public var format = OutputFormat.table
        /// What is wrong is put right.
        public var repairs = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    OutputFormat.flag { self.format = $0 },
                    Flag("repair", "Repair what can be repaired, and remove what belongs to nothing") {
                        self.repairs = $0
                    },
                ])
            ]
        }
    }
}
