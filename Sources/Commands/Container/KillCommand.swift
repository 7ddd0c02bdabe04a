import CommandLine
import Engine
import LinuxSystem

/// `skiff kill`: sends a signal to the first process of containers.
public enum KillCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "kill", "Send a signal to containers",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
    }

    /// The flags of `kill`.
    public final class Options: CommandOptions {
        /// What is sent.
        public var signal = Signal.kill

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("signal", short: "s", value: "SIGNAL", "Send this signal (default: SIGKILL)") {
                        self.signal = try Signal(option: $0)
                    }
                ])
            ]
        }
    }
}
