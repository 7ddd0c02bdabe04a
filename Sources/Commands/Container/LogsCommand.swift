import CommandLine
import Engine
import LinuxSystem

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
        /// So do the container's labels and variables that its log has.
        public var details = false
        /// Only what was written from then on.
        public var since: Timestamp?
        /// Only what was written until then.
        public var until: Timestamp?

        public init() {}

        private static func moment(_ text: String) throws(InvalidOption) -> Timestamp {
            guard let moment = Timestamp(option: text) else {
                throw InvalidOption(
                    "must be a time such as 2026-01-31T12:00:00, or a duration back from now such as 10m")
            }
            return moment
        }

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("follow", short: "f", "Follow new output until the container exits") { self.follow = $0 },
                    Flag(
                        "tail", short: "n", value: "NUMBER",
                        "Print this many lines from the end, or all (default: all)"
                    ) {
                        self.tail = $0 == "all" ? nil : try Int(option: $0, atLeast: 0)
                    },
                    Flag("timestamps", short: "t", "Print the time of each line") { self.timestamps = $0 },
                    Flag("details", "Print what --log-opt labels= and env= have added to each line") {
                        self.details = $0
                    },
                    Flag("since", value: "TIME", "Print what was written since, such as 2026-01-31T12:00:00 or 10m") {
                        self.since = try Self.moment($0)
                    },
                    Flag("until", value: "TIME", "Print what was written before, such as 2026-01-31T12:00:00 or 10m") {
                        self.until = try Self.moment($0)
                    },
                ])
            ]
        }
    }
}
