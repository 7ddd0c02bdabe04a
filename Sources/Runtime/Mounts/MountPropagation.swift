/// How mounts and unmounts spread between copies of a mount
/// (mount_namespaces(7), "Shared subtrees").
struct MountPropagation: Hashable, Sendable {
    /// MS_PRIVATE, MS_SLAVE, MS_SHARED or MS_UNBINDABLE.
    let flag: UInt64
    /// With the mounts beneath it.
    let isRecursive: Bool

    /// The option of mount(8); `nil` when it is another one.
    init?(option: String) {
        switch option {
        case "private", "rprivate": flag = Self.privateFlag
        case "slave", "rslave": flag = Self.slaveFlag
        case "shared", "rshared": flag = Self.sharedFlag
        case "unbindable", "runbindable": flag = 1 << 17
        default: return nil
        }
        isRecursive = option.hasPrefix("r")
    }

    private init(flag: UInt64, isRecursive: Bool) {
        self.flag = flag
        self.isRecursive = isRecursive
    }

    /// Nothing spreads to or from the mount and those beneath it.
    static let recursivelyPrivate = MountPropagation(flag: privateFlag, isRecursive: true)

    /// What happens in the source's mounts is seen, and nothing spreads back.
    static let recursivelySlave = MountPropagation(flag: slaveFlag, isRecursive: true)

    /// MS_PRIVATE: nothing spreads to or from the mount.
    static let privateFlag: UInt64 = 1 << 18
    private static let slaveFlag: UInt64 = 1 << 19
    private static let sharedFlag: UInt64 = 1 << 20

    var isPrivate: Bool { flag == Self.privateFlag }
    var isSlave: Bool { flag == Self.slaveFlag }

    /// As mount(2) takes it, with MS_REC.
    var mountFlags: UInt64 { flag | (isRecursive ? 0x4000 : 0) }
}
