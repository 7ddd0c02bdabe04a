import Glibc
import LinuxSystem
import OCI

extension LaunchPlan {
    /// The devices and links that every container has (OCI runtime
    /// specification, "Default Devices" and "Dev symbolic links"), then those
    /// asked for. A user namespace may not make nodes: there the host's are
    /// bound.
    mutating func addDevices(_ linux: RuntimeSpec.Linux, inUserNamespace: Bool) throws(RuntimeError) {
        let asked = linux.devices ?? []
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
        if inUserNamespace {
            do throws(SystemError) {
                let location = try Descriptor.open(device.path, [.pathOnly])
                let clone = try DetachedMount.clone(of: location, options: MountOptions(), name: device.path)
                let descriptor = hold(clone.takeDescriptor())
                append(
                    .mountAttach(
                        descriptor: descriptor, source: device.path, target: device.path, isDirectory: false))
            } catch {
                throw .system(error)
            }
            return
        }
        let type: mode_t
        switch device.type {
        case "c", "u": type = S_IFCHR
        case "b": type = S_IFBLK
        case "p": type = S_IFIFO
        default:
            throw .invalid(field: "\(field).type", reason: "unknown device type \"\(device.type)\": it is c, b, u or p")
        }
        append(
            .device(
                path: device.path, mode: type | mode_t((device.fileMode ?? 0o666) & 0o777),
                device: DeviceNumber(
                    major: UInt32(truncatingIfNeeded: device.major ?? 0),
                    minor: UInt32(truncatingIfNeeded: device.minor ?? 0)
                ).packed,
                owner: device.userID ?? 0, group: device.groupID ?? 0))
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
