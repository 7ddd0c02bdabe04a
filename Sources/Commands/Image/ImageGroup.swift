import CommandLine

/// `skiff image`: the verbs of images together, by the names that Docker gives them there.
public enum ImageGroup {
    /// The group; the verbs come from the caller, who knows what they do.
    public static func group(_ commands: @autoclosure @escaping @Sendable () -> [Command]) -> CommandGroup {
        var group = CommandGroup("image", "Manage images", sections: [CommandSection("Commands", commands())])
        group.advice = { word in
            word == "build" ? UnsupportedVerbs.advice(for: word) : nil
        }
        return group
    }
}
