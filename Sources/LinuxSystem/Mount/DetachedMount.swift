import CShim
import Glibc

/// A mount that is attached nowhere: made by fsmount(2) or open_tree(2), seen
/// by no one but its owner, and gone when its owner closes it. The launcher's
/// child attaches it inside the container's own mount namespace, so no crash
/// can leave a mount behind on the host.
public struct DetachedMount: ~Copyable, Sendable {
    /// The mount's root; paths beneath it are walked from here.
    public let descriptor: Descriptor

    /// Takes ownership of a descriptor that open_tree(2) or fsmount(2) gave.
    public init(owning descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// A private copy of the mount at an open location (open_tree(2) with
    /// OPEN_TREE_CLONE), with all mounts beneath it when `recursive`.
    public static func clone(
        of location: borrowing Descriptor, recursive: Bool, name: String
    ) throws(SystemError) -> DetachedMount {
        let result = skiff_open_tree(location.number, "", 1, recursive ? 1 : 0)
        return try DetachedMount(owning: Descriptor(owning: check(result, "clone the mount of", name)))
    }

    /// Another mount of the same file system (open_tree(2) on this one). Before
    /// Linux 6.15 the kernel answers EINVAL for one that is attached nowhere.
    public func clone(name: String) throws(SystemError) -> DetachedMount {
        do {
            return try Self.clone(of: descriptor, recursive: false, name: name)
        } catch {
            guard error.errno == EINVAL else { throw error }
            return try cloneAttached(name: name)
        }
    }

    /// The same for every kernel: a thread attaches it in a mount namespace of
    /// its own for that. The descriptor's number stays, its mount is another one then.
    func cloneAttached(name: String) throws(SystemError) -> DetachedMount {
        let number = descriptor.number
        let thread = try Thread.start { skiff_clone_attached(number) }
        return try DetachedMount(owning: Descriptor(owning: check(thread.join(), "clone the mount of", name)))
    }

    /// Gives the mount away as a bare descriptor.
    public consuming func takeDescriptor() -> Descriptor { descriptor }

    /// Sets and clears attributes (mount_setattr(2)).
    public func setAttributes(
        _ set: MountAttributes, clearing clear: MountAttributes = [], recursive: Bool = false, name: String
    ) throws(SystemError) {
        let result = skiff_mount_setattr(
            descriptor.number, recursive ? 1 : 0, set.rawValue, clear.rawValue, 0, -1)
        try check(result, "set the attributes of the mount", name)
    }

    /// How mounts beneath it spread to other copies (mount_setattr(2)):
    /// MS_PRIVATE, MS_SLAVE, MS_SHARED or MS_UNBINDABLE.
    public func setPropagation(_ propagation: UInt64, recursive: Bool, name: String) throws(SystemError) {
        let result = skiff_mount_setattr(descriptor.number, recursive ? 1 : 0, 0, 0, propagation, -1)
        try check(result, "set the propagation of the mount", name)
    }

    /// Maps the owners of files by a user namespace (mount_setattr(2)
    /// MOUNT_ATTR_IDMAP): what user 0 of the namespace writes belongs to
    /// user 0 on disk.
    public func mapOwners(
        by userNamespace: borrowing Descriptor, recursive: Bool = false, name: String
    ) throws(SystemError) {
        let result = skiff_mount_setattr(
            descriptor.number, recursive ? 1 : 0, SKIFF_MOUNT_ATTR_IDMAP, 0, 0, userNamespace.number)
        try check(result, "map the owners of the mount", name)
    }
}

/// The attributes of a mount, as mount_setattr(2) names them.
public struct MountAttributes: OptionSet, Hashable, Sendable {
    /// The bits as `mount_attr` has them.
    public let rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// MOUNT_ATTR_RDONLY.
    public static let readOnly = MountAttributes(rawValue: SKIFF_MOUNT_ATTR_RDONLY)
    /// MOUNT_ATTR_NOSUID: set-ID bits and file capabilities mean nothing.
    public static let noSetUserID = MountAttributes(rawValue: SKIFF_MOUNT_ATTR_NOSUID)
    /// MOUNT_ATTR_NODEV: device nodes can't be opened.
    public static let noDevices = MountAttributes(rawValue: SKIFF_MOUNT_ATTR_NODEV)
    /// MOUNT_ATTR_NOEXEC.
    public static let noExecution = MountAttributes(rawValue: SKIFF_MOUNT_ATTR_NOEXEC)
    /// MOUNT_ATTR_NOATIME.
    public static let noAccessTime = MountAttributes(rawValue: SKIFF_MOUNT_ATTR_NOATIME)
    /// MOUNT_ATTR_STRICTATIME.
    public static let strictAccessTime = MountAttributes(rawValue: SKIFF_MOUNT_ATTR_STRICTATIME)
    /// MOUNT_ATTR_NODIRATIME.
    public static let noDirectoryAccessTime = MountAttributes(rawValue: SKIFF_MOUNT_ATTR_NODIRATIME)
    /// MOUNT_ATTR_NOSYMFOLLOW: symbolic links there are not followed.
    public static let noSymbolicLinks = MountAttributes(rawValue: SKIFF_MOUNT_ATTR_NOSYMFOLLOW)
    /// All bits that choose how access times are kept; cleared before one is set.
    public static let accessTimeMask = MountAttributes(rawValue: SKIFF_MOUNT_ATTR_ATIME_MASK)
}
