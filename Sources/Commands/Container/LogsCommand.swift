import CommandLine

/// `skiff logs`: prints what a container wrote.
public enum LogsCommand {
    /// The command; `perform` gets one name or id.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "logs", "Print the output of a container",
            arguments: Arguments("CONTAINER", 1...1), perform: perform)
    }

    /// The flags of `logs`.
    public final class Options: CommandOptions {
        /// Goes on until the container exits.
        public var follow = false
        /// The number of lines from the end; `nil` for all.
        public var tail: Int?
        /// The time stands before each line.
        public var timestamps = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("follow", short: "f", "Go on with new output until the container exits") { self.follow = $0 },
                    Flag(
                        "tail", short: "n", value: "NUMBER",
                        "Print this many lines from the end, or all (default: all)"
                    ) {
                        self.tail = $0 == "all" ? nil : try Int(option: $0, atLeast: 0)
                    },
                    Flag("timestamps", short: "t", "Print the time of each line") { self.timestamps = $0 },
                    .notSupported("details", "logs have no details"),
                    .notSupported("since", "use --timestamps and --tail"),
                    .notSupported("until", "use --timestamps and --tail"),
                ])
            ]
        }
    }
}
