import Glibc
import LinuxSystem

/// A file of the host that a mount is made of, found by its path once.
struct HostLocation: ~Copyable {
    let descriptor: Descriptor
    let status: stat

    /// Opens the location without opening the file (O_PATH).
    /// - Parameter subdirectory: a path from there, which may be a container's choice: no link in it leads out.
    static func open(_ path: String, subdirectory: String? = nil) throws(SystemError) -> HostLocation {
        let top = try Descriptor.open(path, [.pathOnly])
        guard let subdirectory else { return try found(top, name: path) }
        let inner = try top.open(subdirectory, [.pathOnly], resolution: [.beneath, .noMagicLinks])
        return try found(inner, name: subdirectory)
    }

    private static func found(_ descriptor: consuming Descriptor, name: String) throws(SystemError) -> HostLocation {
        let status = try descriptor.status(name: name)
        return HostLocation(descriptor: descriptor, status: status)
    }

    var isDirectory: Bool { status.st_mode & S_IFMT == S_IFDIR }
}
