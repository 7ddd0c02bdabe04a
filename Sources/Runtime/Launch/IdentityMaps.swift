import Glibc
import LinuxSystem
import OCI

/// The id maps of a user namespace (user_namespaces(7)).
struct IdentityMaps: Sendable {
    let users: [RuntimeSpec.IDMapping]
    let groups: [RuntimeSpec.IDMapping]

    /// The maps of a specification, which the kernel would refuse with nothing
    /// but EINVAL if they were wrong.
    init(users: [RuntimeSpec.IDMapping], groups: [RuntimeSpec.IDMapping]) throws(RuntimeError) {
        try Self.check(users, field: "linux.uidMappings")
        try Self.check(groups, field: "linux.gidMappings")
        self.users = users
        self.groups = groups
    }

    private init(usersOfKernel users: [RuntimeSpec.IDMapping], groups: [RuntimeSpec.IDMapping]) {
        self.users = users
        self.groups = groups
    }

    /// The maps of the user namespace that the process is in, by the ids of
    /// this one's.
    static func read(of pid: pid_t) throws(RuntimeError) -> IdentityMaps {
        do throws(SystemError) { return try kernelMaps(of: pid) } catch { throw .system(error) }
    }

    /// The maps of the user namespace whose file is open.
    static func read(ofNamespace number: CInt) throws(RuntimeError) -> IdentityMaps {
        do throws(SystemError) {
            return try UserNamespace.withMember(of: number) { pid throws(SystemError) in try kernelMaps(of: pid) }
        } catch {
            throw .system(error)
        }
    }

    private static func kernelMaps(of pid: pid_t) throws(SystemError) -> IdentityMaps {
        let process = try Descriptor.open("/proc/\(pid)", [.directory])
        return IdentityMaps(usersOfKernel: try read("uid_map", of: process), groups: try read("gid_map", of: process))
    }

    /// Whether these are the same maps, in whatever order.
    func isSame(users: [RuntimeSpec.IDMapping], groups: [RuntimeSpec.IDMapping]) -> Bool {
        Set(users) == Set(self.users) && Set(groups) == Set(self.groups)
    }

    private static func read(
        _ name: String, of process: borrowing Descriptor
    ) throws(SystemError) -> [RuntimeSpec.IDMapping] {
        let text = String(decoding: try process.readFile(name, limit: 64 * 1024), as: UTF8.self)
        return text.split(separator: "\n").compactMap { line in
            let numbers = line.split(separator: " ").compactMap { UInt32($0) }
            guard numbers.count == 3 else { return nil }
            return RuntimeSpec.IDMapping(containerID: numbers[0], hostID: numbers[1], size: numbers[2])
        }
    }

    /// The host's id of one inside; `nil` when no map names it.
    static func hostID(of id: UInt32, by mappings: [RuntimeSpec.IDMapping]) -> UInt32? {
        let mapping = mappings.first { id >= $0.containerID && id - $0.containerID < $0.size }
        return mapping.map { $0.hostID + (id - $0.containerID) }
    }

    /// The host's ids of a user inside; the same ones where no map names them.
    func hostOwner(of user: RuntimeSpec.User) -> FileOwner {
        FileOwner(
            user: Self.hostID(of: user.userID, by: users) ?? user.userID,
            group: Self.hostID(of: user.groupID, by: groups) ?? user.groupID)
    }

    /// Who a process becomes first, with all capabilities in the namespace:
    /// its root, or the user itself where the namespace has no root.
    func firstUser(_ user: RuntimeSpec.User) -> RuntimeSpec.User {
        RuntimeSpec.User(
            userID: Self.hostID(of: 0, by: users) == nil ? user.userID : 0,
            groupID: Self.hostID(of: 0, by: groups) == nil ? user.groupID : 0)
    }
}

extension IdentityMaps {
    /// Refuses a user who is nobody in the namespace.
    func check(_ user: RuntimeSpec.User) throws(RuntimeError) {
        try Self.check(user.userID, by: users, field: "process.user.uid")
        try Self.check(user.groupID, by: groups, field: "process.user.gid")
        for (index, group) in (user.additionalGroupIDs ?? []).enumerated() {
            try Self.check(group, by: groups, field: "process.user.additionalGids[\(index)]")
        }
    }

    private static func check(
        _ id: UInt32, by mappings: [RuntimeSpec.IDMapping], field: String
    ) throws(RuntimeError) {
        guard hostID(of: id, by: mappings) != nil else {
            throw .invalid(field: field, reason: "\(id) is not mapped in the user namespace")
        }
    }

    /// The kernel's UID_GID_MAP_MAX_EXTENTS.
    private static let greatestCount = 340

    private static func check(_ mappings: [RuntimeSpec.IDMapping], field: String) throws(RuntimeError) {
        guard !mappings.isEmpty else { throw .invalid(field: field, reason: "is required with a user namespace") }
        guard mappings.count <= greatestCount else {
            throw .invalid(field: field, reason: "has \(mappings.count) lines; the kernel takes \(greatestCount)")
        }
        for (index, mapping) in mappings.enumerated() {
            guard mapping.size > 0 else { throw .invalid(field: "\(field)[\(index)].size", reason: "must not be 0") }
            try checkEnd(of: mapping.containerID, mapping.size, field: "\(field)[\(index)].containerID")
            try checkEnd(of: mapping.hostID, mapping.size, field: "\(field)[\(index)].hostID")
            for earlier in 0..<index {
                let other = mappings[earlier]
                let inside = overlap(mapping.containerID, other.containerID, mapping.size, other.size)
                if inside || overlap(mapping.hostID, other.hostID, mapping.size, other.size) {
                    throw .invalid(field: "\(field)[\(index)]", reason: "overlaps \(field)[\(earlier)]")
                }
            }
        }
    }

    /// The last id, 2^32 - 1, means "none" to the kernel.
    private static func checkEnd(of first: UInt32, _ size: UInt32, field: String) throws(RuntimeError) {
        guard UInt64(first) + UInt64(size) <= UInt64(UInt32.max) else {
            throw .invalid(field: field, reason: "\(first) and \(size) ids reach beyond the greatest id, 4294967294")
        }
    }

    private static func overlap(_ first: UInt32, _ second: UInt32, _ size: UInt32, _ otherSize: UInt32) -> Bool {
        first < second ? second - first < size : first - second < otherSize
    }
}
