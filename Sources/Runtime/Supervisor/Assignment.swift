import LinuxSystem

/// The container that a waiting supervisor is given: its directory's path, and
/// with it as descriptors its root and the lock of whoever starts it.
public struct Assignment: ~Copyable {
    let path: String
    let root: DetachedMount
    /// Held until the container runs: whoever started us may be killed before,
    /// and nobody else is to start or remove the container meanwhile.
    let startLock: FileLock

    /// PATH_MAX.
    private static let longestPath = 4096

    /// Gives the container to the supervisor at the other end.
    public static func send(
        path: String, root: borrowing DetachedMount, startLock: borrowing FileLock,
        to supervisor: borrowing PacketSocket
    ) throws(SystemError) {
        var descriptors = DescriptorList()
        descriptors.append(try root.descriptor.duplicate())
        descriptors.append(try startLock.share())
        try supervisor.send(Array(path.utf8), with: descriptors)
    }

    /// `nil` when there is nothing to do: whoever started us gave up.
    static func receive(from visitor: borrowing PacketSocket) throws(SystemError) -> Assignment? {
        var bytes = [UInt8](repeating: 0, count: longestPath)
        var descriptors = DescriptorList()
        var count: Int?
        var failure: SystemError?
        bytes.withUnsafeMutableBytes { bytes in
            do throws(SystemError) {
                count = try visitor.receive(into: bytes, descriptors: &descriptors)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        guard let count, let root = descriptors.takeFirst(), let lock = descriptors.takeFirst() else { return nil }
        return Assignment(
            path: String(decoding: bytes[..<count], as: UTF8.self), root: DetachedMount(owning: root),
            startLock: FileLock(sharedBy: lock))
    }
}
