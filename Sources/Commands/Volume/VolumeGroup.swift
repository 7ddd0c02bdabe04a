import CommandLine

/// `skiff volume`: directories of files that outlive their containers.
public enum VolumeGroup {
    /// The group; the verbs come from the caller, who knows what they do.
    public static func group(_ commands: @autoclosure @escaping @Sendable () -> [Command]) -> CommandGroup {
        var group = CommandGroup("volume", "Manage volumes", sections: [CommandSection("Commands", commands())])
        group.advice = { word in
            word == "update" ? "a volume of a cluster is what Docker updates; there is no cluster" : nil
        }
        return group
    }
}
