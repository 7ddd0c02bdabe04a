import CommandLine

/// `skiff system start`: what is to be done when the machine has started.
public enum SystemStartCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (RecoverCommand.Options, [String]) -> Int32) -> Command {
        var command = Command(
            "start", "Recover, and start the containers that are always to run", arguments: .none, perform: perform)
        command.discussion = """
            For a service manager, or a line of an init script, to run once when the machine has started: \
            containers with the restart policy always are started, and those with unless-stopped that nobody had \
            stopped. It doesn't stay. The exit code is 1 if something could not be done.
            """
        return command
    }
}
