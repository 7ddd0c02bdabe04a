import CommandLine

/// `skiff system prune`: removes what nobody needs.
public enum SystemPruneCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (PruneOptions, [String]) -> Int32) -> Command {
        Command(
            "prune", "Remove stopped containers, images that nobody needs and unfinished downloads", arguments: .none,
            perform: perform)
    }
}
