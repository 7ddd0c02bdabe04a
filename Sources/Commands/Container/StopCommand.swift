import CommandLine
import Engine
import LinuxSystem

/// `skiff stop`: asks containers to end, then makes them.
public enum StopCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "stop", "Stop containers, first by their stop signal, then by SIGKILL",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
    }

    /// The flags of `stop`.
    public final class Options: CommandOptions {
        /// Sent first; `nil` for the container's stop signal.
        public var signal: Signal?
        /// Seconds until SIGKILL: -1 waits for ever, `nil`: as the container has it.
        public var timeout: Int?

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag(
                        "signal", short: "s", value: "SIGNAL",
                        "Send this signal first (default: the container's own)"
                    ) {
                        self.signal = try Signal(option: $0)
                    },
                    Flag(
                        "timeout", short: "t", value: "SECONDS",
                        "Wait before SIGKILL; -1 for ever (default: the container's, or 10)"
                    ) {
                        self.timeout = try Int(option: $0, atLeast: -1)
                    }.alias("time"),
                ])
            ]
        }
    }
}
