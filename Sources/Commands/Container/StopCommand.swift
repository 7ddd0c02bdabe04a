import CommandLine
import Engine
import LinuxSystem

/// `skiff stop`: asks containers to end, then makes them.
public enum StopCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command<Options> {
        Command<Options>(
            "stop", "Stop containers, first by their stop signal, then by SIGKILL",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
    }

    /// The flags of `stop`.
    public struct Options: CommandOptions, Hashable, Sendable {
        /// Sent first; `nil` for the container's stop signal.
        public var signal: Signal?
        /// Seconds until SIGKILL: -1 waits for ever, `nil` takes the default of 10.
        public var timeout: Int?

        public init() {}

        public static var flags: [FlagGroup<Self>] {
            [
                FlagGroup([
                    Flag(
                        "signal", short: "s", value: "SIGNAL",
                        "Send this signal first (default: the container's own)"
                    ) {
                        $0.signal = try Signal(option: $1)
                    },
                    Flag(
                        "timeout", short: "t", value: "SECONDS",
                        "Wait before SIGKILL; -1 for ever (default: 10)"
                    ) {
                        $0.timeout = try Int(option: $1, atLeast: -1)
                    }.alias("time"),
                ])
            ]
        }
    }
}
