import LinuxSystem

/// The container that a waiting supervisor is given: its directory's path, and
/// its root as a descriptor with it.
public struct Assignment: ~Copyable {
    let path: String
    let root: DetachedMount

    /// PATH_MAX.
    private static let longestPath = 4096

    /// The root alone; the path is known by then.
    consuming func takeRoot() -> DetachedMount { root }

    /// Gives the container to the supervisor at the other end.
    public static func send(
        path: String, root: borrowing DetachedMount, to supervisor: borrowing PacketSocket
    ) throws(SystemError) {
        try supervisor.send(Array(path.utf8), with: root.descriptor)
    }

    /// `nil` when there is nothing to do: whoever started us gave up.
    static func receive(from visitor: borrowing PacketSocket) throws(SystemError) -> Assignment? {
        guard let parcel = try visitor.receiveParcel(limit: longestPath) else { return nil }
        let path = String(decoding: parcel.bytes, as: UTF8.self)
        return Assignment(path: path, root: DetachedMount(owning: parcel.descriptor))
    }
}
