import Glibc
import LinuxSystem
import OCI

/// The id maps of a new user namespace (user_namespaces(7)), in the kernel's
/// text format.
struct IdentityMaps: Sendable {
    let users: String
    let groups: String

    init(users: [RuntimeSpec.IDMapping], groups: [RuntimeSpec.IDMapping]) {
        self.users = Self.text(users)
        self.groups = Self.text(groups)
    }

    private static func text(_ mappings: [RuntimeSpec.IDMapping]) -> String {
        mappings.map { "\($0.containerID) \($0.hostID) \($0.size)\n" }.joined()
    }

    /// The host's id of one inside; the same one where no map names it, as
    /// without a user namespace.
    static func hostID(of id: UInt32, by mappings: [RuntimeSpec.IDMapping]) -> UInt32 {
        let mapping = mappings.first { id >= $0.containerID && id - $0.containerID < $0.size }
        return mapping.map { $0.hostID + (id - $0.containerID) } ?? id
    }

    /// Writes the maps of a process that waits in its new user namespace. The
    /// process is a child that nobody has waited for, so its id can't be reused.
    func write(for pid: pid_t) throws(SystemError) {
        let process = try Descriptor.open("/proc/\(pid)", [.directory])
        try Self.write(users, to: "uid_map", of: process)
        try Self.write(groups, to: "gid_map", of: process)
    }

    private static func write(_ text: String, to name: String, of process: borrowing Descriptor) throws(SystemError) {
        let file = try process.open(name, [.writeOnly], resolution: [.beneath, .noSymbolicLinks])
        try file.write(text, name: name)
    }
}
