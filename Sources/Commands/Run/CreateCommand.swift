import CommandLine
import Engine

/// `skiff create`: makes a container from an image, to be started later.
public enum CreateCommand {
    /// The command; `perform` makes the container and answers the exit code.
    public static func command(perform: @escaping @Sendable (RunOptions) -> Int32) -> Command {
        var command = Command(
            "create", "Create a container from an image, without starting it",
            arguments: Arguments("IMAGE [COMMAND] [ARG...]", 1..., endFlags: true)
        ) { (options: RunCommand.Options, words) in
            perform(options.runOptions(words))
        }
        command.discussion = """
            The flags are those of 'skiff run'. The container's id is printed; 'skiff start' starts it.
            """
        return command
    }
}
