import CommandLine

/// `skiff rename`: gives a container another name.
public enum RenameCommand {
    /// The command; `perform` gets the old name or id, and the new name.
    public static func command(perform: @escaping @Sendable (PauseCommand.Options, [String]) -> Int32) -> Command {
        Command("rename", "Rename a container", arguments: Arguments("CONTAINER NEW_NAME", 2...2), perform: perform)
    }
}
