import Glibc
import LinuxSystem
import OCI

extension LaunchPlan {
    /// The devices and links that every container has (OCI runtime
    /// specification, "Default Devices" and "Dev symbolic links"), then those
    /// asked for. A user namespace may not make nodes: there the host's are
    /// bound. A /dev that is bound from the host brings its own: nothing is
    /// made in it, and those asked for have to be there.
    mutating func addDevices(_ linux: RuntimeSpec.Linux, devicesAreBound: Bool) throws(RuntimeError) {
        let inUserNamespace = linux.hasNamespace(.user)
        let asked = linux.devices ?? []
        if devicesAreBound {
            for (index, device) in asked.enumerated() {
                var node = try Self.node(device, field: "linux.devices[\(index)]")
                node.isExpected = device.path.hasPrefix("/dev/")
                append(.device(node))
            }
            return
        }
        for device in Self.defaultDevices where !asked.contains(where: { $0.path == device.path }) {
            try add(device, inUserNamespace: inUserNamespace, field: device.path)
        }
        for (index, device) in asked.enumerated() {
            try add(device, inUserNamespace: inUserNamespace, field: "linux.devices[\(index)]")
        }
        for (path, target) in Self.links { append(.symbolicLink(path: path, target: target)) }
    }

    private static let defaultDevices = [
        node("/dev/null", 1, 3), node("/dev/zero", 1, 5), node("/dev/full", 1, 7), node("/dev/random", 1, 8),
        node("/dev/urandom", 1, 9), node("/dev/tty", 5, 0),
    ]

    private static let links = [
        ("/dev/fd", "/proc/self/fd"), ("/dev/stdin", "/proc/self/fd/0"), ("/dev/stdout", "/proc/self/fd/1"),
        ("/dev/stderr", "/proc/self/fd/2"), ("/dev/ptmx", "pts/ptmx"), ("/dev/core", "/proc/kcore"),
    ]

    private static func node(_ path: String, _ major: Int64, _ minor: Int64) -> RuntimeSpec.Device {
        RuntimeSpec.Device(path: path, type: "c", major: major, minor: minor, fileMode: 0o666)
    }

    private mutating func add(
        _ device: RuntimeSpec.Device, inUserNamespace: Bool, field: String
    ) throws(RuntimeError) {
        let node = try Self.node(device, field: field)
        if inUserNamespace, node.mode & S_IFMT != S_IFIFO {
            try bindHostDevice(node, field: field)
        } else {
            append(.device(node))
        }
    }

    private static func node(_ device: RuntimeSpec.Device, field: String) throws(RuntimeError) -> DeviceNode {
        guard device.path.hasPrefix("/") else {
            throw .invalid(field: "\(field).path", reason: "\"\(device.path)\" is not an absolute path")
        }
        let type = try type(of: device, field: field)
        return DeviceNode(
            // Bits beyond the permissions mean nothing of a device, and a change of owner takes them.
            path: device.path, mode: type | mode_t((device.fileMode ?? 0o666) & 0o777),
            number: try number(of: device, field: field), owner: device.userID ?? 0, group: device.groupID ?? 0)
    }

    private static func type(of device: RuntimeSpec.Device, field: String) throws(RuntimeError) -> mode_t {
        switch device.type {
        case "c", "u": return S_IFCHR
        case "b": return S_IFBLK
        case "p": return S_IFIFO
        default:
            throw .invalid(field: "\(field).type", reason: "unknown device type \"\(device.type)\": it is c, b, u or p")
        }
    }

    private static func number(of device: RuntimeSpec.Device, field: String) throws(RuntimeError) -> DeviceNumber {
        if device.type == "p" { return DeviceNumber(major: 0, minor: 0) }
        // dev_t has 12 bits for the major number and 20 for the minor (makedev(3)).
        guard let major = device.major, 0..<4096 ~= major else {
            throw .invalid(field: "\(field).major", reason: "is required, and less than 4096")
        }
        guard let minor = device.minor, 0..<(1 << 20) ~= minor else {
            throw .invalid(field: "\(field).minor", reason: "is required, and less than 1048576")
        }
        return DeviceNumber(major: UInt32(major), minor: UInt32(minor))
    }

    /// The host's node, which has to be the very device. Its permissions and
    /// its owner are the host's: they can't be others in a bind mount.
    private mutating func bindHostDevice(_ device: DeviceNode, field: String) throws(RuntimeError) {
        let location: HostLocation
        do throws(SystemError) {
            location = try HostLocation.open(device.path)
        } catch {
            throw .invalid(
                field: "\(field).path",
                reason: "\(device.path): \(error.reason); in a user namespace the host's device is used")
        }
        guard (location.status.st_mode ^ device.mode) & S_IFMT == 0,
            DeviceNumber(location.status.st_rdev) == device.number
        else {
            throw .invalid(
                field: "\(field).path",
                reason: "the host's \(device.path) is another device; in a user namespace the host's is used")
        }
        let clone: DetachedMount
        do throws(SystemError) {
            clone = try DetachedMount.clone(of: location.descriptor, options: MountOptions(), name: device.path)
        } catch {
            throw .system(error)
        }
        append(
            .mountAttach(
                MountAttachment(
                    descriptor: hold(clone.takeDescriptor()), source: device.path, target: MountTarget(device.path),
                    isDirectory: false)))
    }
}

extension DetachedMount {
    /// The host's /dev/null, to be mounted over files. It is checked to be the
    /// device: over anything else a mask would show what it should hide.
    static func nullDevice() throws(SystemError) -> Descriptor {
        let location = try Descriptor.open("/dev/null", [.pathOnly])
        let status = try location.status(name: "/dev/null")
        guard status.st_mode & S_IFMT == S_IFCHR, DeviceNumber(status.st_rdev) == DeviceNumber(major: 1, minor: 3)
        else {
            throw SystemError("use", "/dev/null as a mask", errno: ENODEV)
        }
        return try clone(of: location, options: MountOptions(), name: "/dev/null").takeDescriptor()
    }
}
