import CommandLine

/// `skiff container`: the verbs of containers together, by the names that Docker gives them there.
public enum ContainerGroup {
    /// The group: every verb of containers, and those that have another name here.
    /// - Parameters:
    ///   - verbs: those that stand outside of the group, too; what `others` has instead is left out.
    ///   - others: `ls` for `ps`, and what is said of containers alone.
    public static func group(
        _ verbs: @autoclosure @escaping @Sendable () -> [any CommandNode],
        _ others: @autoclosure @escaping @Sendable () -> [any CommandNode]
    ) -> CommandGroup {
        var group = CommandGroup(
            "container", "Manage containers", sections: [CommandSection("Commands", merged(verbs(), others()))])
        group.advice = UnsupportedVerbs.advice
        return group
    }

    private static func merged(_ verbs: [any CommandNode], _ others: [any CommandNode]) -> [any CommandNode] {
        let replaced = others.flatMap { [$0.name] + $0.aliases }
        return (verbs.filter { !replaced.contains($0.name) } + others).sorted { $0.name < $1.name }
    }
}
