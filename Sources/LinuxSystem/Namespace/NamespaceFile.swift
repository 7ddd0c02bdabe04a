import CShim
import Glibc

/// A namespace by its file, such as `/proc/1/ns/net` or a bind mount of one
/// (namespaces(7)); it lives as long as this descriptor.
public struct NamespaceFile: ~Copyable, Sendable {
    /// The open file, for setns(2).
    public let descriptor: Descriptor
    /// Its kind: one CLONE_NEW* flag (ioctl_nsfs(2) NS_GET_NSTYPE).
    public let type: UInt64

    /// Opens the file. Answers `nil` for one that is no namespace.
    public static func open(_ path: String) throws(SystemError) -> NamespaceFile? {
        // A fifo must not be waited for.
        let descriptor = try Descriptor.open(path, [.readOnly, .nonBlocking, .noControllingTerminal])
        let type = try check(skiff_namespace_type(descriptor.number), "read the kind of", path)
        return type == 0 ? nil : NamespaceFile(descriptor: descriptor, type: UInt64(type))
    }

    private init(descriptor: consuming Descriptor, type: UInt64) {
        self.descriptor = descriptor
        self.type = type
    }

    /// Gives the open file away.
    public consuming func takeDescriptor() -> Descriptor { descriptor }

    /// Whether it is the namespace of that kind that the process is in.
    /// - Parameter name: the file's name in `/proc/PID/ns`, `self` for this process.
    public func isThat(of process: String, name: String) -> Bool {
        var own = stat()
        var other = stat()
        guard fstat(descriptor.number, &own) == 0, stat("/proc/\(process)/ns/\(name)", &other) == 0 else {
            return false
        }
        return own.st_dev == other.st_dev && own.st_ino == other.st_ino
    }
}
