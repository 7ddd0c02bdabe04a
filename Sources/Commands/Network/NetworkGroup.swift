import CommandLine

/// `skiff network`: what containers reach each other and the world by.
public enum NetworkGroup {
    /// The group; the verbs come from the caller, who knows what they do.
    public static func group(_ commands: [Command]) -> CommandGroup {
        CommandGroup("network", "Manage networks", sections: [CommandSection("Commands", commands)])
    }
}
