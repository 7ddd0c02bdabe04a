import CommandLine

/// `skiff system`: what is kept on the disk.
public enum SystemGroup {
    /// The group; the verbs come from the caller, who knows what they do.
    public static func group(_ commands: @autoclosure @escaping @Sendable () -> [Command]) -> CommandGroup {
        CommandGroup(
            "system", "Look after what is kept on the disk", sections: [CommandSection("Commands", commands())])
    }
}
