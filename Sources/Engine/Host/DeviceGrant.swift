import Glibc
import LinuxSystem
import OCI

/// A device of the host that a container gets: its node, and what may be done
/// with it.
public struct DeviceGrant: Hashable, Sendable {
    /// What is made inside.
    public var node: RuntimeSpec.Device
    /// A subset of `rwm`: read, write, mknod.
    public var access: String

    public init(node: RuntimeSpec.Device, access: String = "rwm") {
        self.node = node
        self.access = access
    }
}

extension DeviceGrant {
    /// Looks at the host's node; a directory stands for every device beneath
    /// it, as in Docker. Throws `notFound` or `invalid`.
    public static func resolve(_ option: DeviceOption) throws(EngineError) -> [DeviceGrant] {
        var status = stat()
        do {
            try checkErrno(stat(option.hostPath, &status), "stat", option.hostPath)
        } catch {
            throw EngineError(
                error.errno == ENOENT ? .notFound : .internal, "cannot use device \"\(option.hostPath)\"", cause: error)
        }
        if let node = RuntimeSpec.Device(path: option.containerPath, status: status) {
            return [DeviceGrant(node: node, access: option.permissions)]
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw EngineError(
                .invalid, "\"\(option.hostPath)\" is not a device: name a device node or a directory of them")
        }
        let nodes = try devices(beneath: option.hostPath, shownAs: option.containerPath)
        return nodes.map { DeviceGrant(node: $0, access: option.permissions) }
    }

    /// Every device in the host's `/dev`, which a privileged container gets.
    public static func all() throws(EngineError) -> [DeviceGrant] {
        try devices(beneath: "/dev", shownAs: "/dev").map { DeviceGrant(node: $0) }
    }

    private static func devices(beneath path: String, shownAs shown: String) throws(EngineError) -> [RuntimeSpec.Device]
    {
        do {
            return try devices(in: Descriptor.open(path, [.directory]), shownAs: shown)
        } catch {
            throw EngineError(.internal, "cannot list the devices in \"\(path)\"", cause: error)
        }
    }

    /// The container has a terminal, shared memory and message queues of its own.
    private static let skipped: Set<String> = ["pts", "shm", "mqueue", "fd", "console"]

    private static func devices(
        in directory: borrowing Descriptor, shownAs shown: String
    ) throws(SystemError) -> [RuntimeSpec.Device] {
        var found = [RuntimeSpec.Device]()
        for name in try directory.entries() where !skipped.contains(name.shown) {
            let path = "\(shown)/\(name.shown)"
            do {
                let status = try directory.status(of: name)
                if status.st_mode & S_IFMT == S_IFDIR {
                    found += try devices(in: directory.openDirectory(name), shownAs: path)
                } else if let device = RuntimeSpec.Device(path: path, status: status) {
                    found.append(device)
                }
            } catch {
                // Devices come and go while the directory is read.
                if error.errno != ENOENT { throw error }
            }
        }
        return found
    }
}

extension RuntimeSpec.Device {
    /// A node like the one that `status` describes; `nil` unless it is a
    /// character or block device.
    init?(path: String, status: stat) {
        let type: String
        switch status.st_mode & S_IFMT {
        case S_IFCHR: type = "c"
        case S_IFBLK: type = "b"
        default: return nil
        }
        let number = DeviceNumber(status.st_rdev)
        self.init(
            path: path, type: type, major: Int64(number.major), minor: Int64(number.minor),
            fileMode: status.st_mode & 0o7777, userID: status.st_uid, groupID: status.st_gid)
    }
}
