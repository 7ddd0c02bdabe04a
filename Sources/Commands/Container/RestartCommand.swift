import CommandLine
import Engine
import LinuxSystem

/// `skiff restart`: stops containers and starts them again.
public enum RestartCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (StopCommand.Options, [String]) -> Int32) -> Command {
        Command(
            "restart", "Stop containers and start them again",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
    }
}
