import Glibc
import LinuxSystem

/// The servers that the host's own resolver asks, as its file names them at the
/// moment: it is read again when it has changed.
public struct HostResolver: Sendable {
    /// The file's path.
    public static let path = "/etc/resolv.conf"

    private let path: String
    private var seen: Version?
    private var configuration = ResolverConfiguration()

    /// What makes one version of the file different from the next.
    private struct Version: Hashable {
        let inode: UInt64
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
    }

    public init(path: String = HostResolver.path) { self.path = path }

    /// What the file says now; nothing if there is none.
    public mutating func current() -> ResolverConfiguration {
        var status = stat()
        guard stat(path, &status) == 0 else {
            seen = nil
            return ResolverConfiguration()
        }
        let version = Version(
            inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec)
        guard version != seen else { return configuration }
        // It went away between the two calls: there is none.
        let bytes =
            (try? Descriptor.open(path, [.readOnly, .nonBlocking]).readToEnd(limit: 64 << 10, name: path)) ?? []
        configuration = ResolverConfiguration(parsing: String(decoding: bytes, as: UTF8.self))
        seen = version
        return configuration
    }
}
