import CommandLine

/// `skiff image prune`: removes images that nobody needs.
public enum ImagePruneCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (PruneOptions, [String]) -> Int32) -> Command {
        Command("prune", "Remove images that nobody needs", arguments: .none, perform: perform)
    }
}
