import CommandLine
import Engine
import LinuxSystem

/// `skiff kill`: sends a signal to the first process of containers.
public enum KillCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command<Options> {
        Command<Options>(
            "kill", "Send a signal to containers",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
    }

    /// The flags of `kill`.
    public struct Options: CommandOptions, Hashable, Sendable {
        /// What is sent.
        public var signal = Signal.kill

        public init() {}

        public static var flags: [FlagGroup<Self>] {
            [
                FlagGroup([
                    Flag("signal", short: "s", value: "SIGNAL", "Send this signal (default: SIGKILL)") {
                        $0.signal = try Signal(option: $1)
                    }
                ])
            ]
        }
    }
}
