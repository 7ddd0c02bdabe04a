import LinuxSystem
import OCI

/// How ids on disk, as the host sees them, and ids in a container belong to
/// each other (user_namespaces(7)). Without a user namespace they are the same.
struct OwnerShift: Hashable, Sendable {
    /// What an id is called that has no other name there (overflowuid of proc(5)).
    private static let overflow: UInt32 = 65534

    /// `nil`: the container has the host's ids.
    let mapping: RuntimeSpec.IDMapping?

    /// Every id is what it is.
    static let none = OwnerShift(mapping: nil)

    /// What the container calls the owner of a file.
    func inside(_ owner: FileOwner) -> FileOwner {
        FileOwner(user: inside(owner.user), group: inside(owner.group))
    }

    /// What the host calls an owner in the container.
    func outside(_ owner: FileOwner) -> FileOwner {
        FileOwner(user: outside(owner.user), group: outside(owner.group))
    }

    private func inside(_ id: UInt32) -> UInt32 {
        guard let mapping else { return id }
        guard id >= mapping.hostID, id - mapping.hostID < mapping.size else { return Self.overflow }
        return id - mapping.hostID + mapping.containerID
    }

    private func outside(_ id: UInt32) -> UInt32 {
        guard let mapping else { return id }
        let isMapped = id >= mapping.containerID && id - mapping.containerID < mapping.size
        return mapping.hostID + (isMapped ? id - mapping.containerID : min(Self.overflow, mapping.size - 1))
    }
}
