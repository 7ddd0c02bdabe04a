/// How a new group is made where the host leaves a choice.
public struct CreationOptions: OptionSet, Hashable, Sendable {
    /// One bit each.
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// In every v1 hierarchy, the named ones among them, as the OCI runtime
    /// specification has it; else only where a container's use is measured
    /// or a limit is asked.
    public static let everyHierarchy = CreationOptions(rawValue: 1)
    /// A group of that name may exist.
    public static let acceptExisting = CreationOptions(rawValue: 2)
    /// On a hybrid host, in the v2 hierarchy too. It has no controllers there,
    /// but the kernel tells pressure by v2 groups alone. The processes have to
    /// be cloned into it, for which the kernel takes some 70 µs more.
    public static let unified = CreationOptions(rawValue: 4)
    /// A group of that name may exist, but no process in it or beneath it.
    public static let acceptEmpty = CreationOptions(rawValue: 8)
    /// The path starts at the group that this process is in, in each hierarchy
    /// its own; on v2 at that group's parent.
    public static let beneathOwn = CreationOptions(rawValue: 16)
}
