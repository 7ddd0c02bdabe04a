import Glibc
import LinuxSystem

/// A file of the host that a mount is made of, found by its path once.
struct HostLocation: ~Copyable {
    let descriptor: Descriptor
    let status: stat

    /// Opens the location without opening the file (O_PATH).
    static func open(_ path: String) throws(SystemError) -> HostLocation {
        let descriptor = try Descriptor.open(path, [.pathOnly])
        let status = try descriptor.status(name: path)
        return HostLocation(descriptor: descriptor, status: status)
    }

    var isDirectory: Bool { status.st_mode & S_IFMT == S_IFDIR }
}
