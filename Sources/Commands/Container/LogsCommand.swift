import CommandLine

/// `skiff logs`: prints what a container wrote.
public enum LogsCommand {
    /// The command; `perform` gets one name or id.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command<Options> {
        Command<Options>(
            "logs", "Print the output of a container",
            arguments: Arguments("CONTAINER", 1...1), perform: perform)
    }

    /// The flags of `logs`.
    public struct Options: CommandOptions, Hashable, Sendable {
        /// Goes on until the container exits.
        public var follow = false
        /// The number of lines from the end; `nil` for all.
        public var tail: Int?
        /// The time stands before each line.
        public var timestamps = false

        public init() {}

        public static var flags: [FlagGroup<Self>] {
            [
                FlagGroup([
                    Flag("follow", short: "f", "Go on with new output until the container exits") { $0.follow = $1 },
                    Flag(
                        "tail", short: "n", value: "NUMBER",
                        "Print this many lines from the end, or all (default: all)"
                    ) {
                        $0.tail = $1 == "all" ? nil : try Int(option: $1, atLeast: 0)
                    },
                    Flag("timestamps", short: "t", "Print the time of each line") { $0.timestamps = $1 },
                    .notSupported("since", "use --timestamps and --tail"),
                    .notSupported("until", "use --timestamps and --tail"),
                ])
            ]
        }
    }
}
