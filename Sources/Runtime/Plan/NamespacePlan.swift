import Glibc
import LinuxSystem
import OCI

/// Which namespaces are made at clone3(2), which later, and which exist
/// already. The latter are open and known to be what they are said to be, so
/// that a wrong path is found before anything is made.
struct NamespacePlan: ~Copyable {
    /// For clone3(2).
    private(set) var created: UInt64 = 0
    /// For unshare(2) by the child: those that take effect on its present
    /// cgroup (cgroup) or at its next execve(2) (time).
    private(set) var createdLater: UInt64 = 0
    private(set) var joined: [Existing] = []
    /// The open files of `joined`.
    private(set) var files = DescriptorList()
    /// Of the container's user namespace, new or joined; `nil` without one.
    private(set) var identityMaps: IdentityMaps?
    /// Lines of /proc/PID/timens_offsets (time_namespaces(7)).
    private(set) var timeOffsets = ""

    /// A namespace to join, by its open file.
    struct Existing {
        let type: UInt64
        let path: String
        let descriptor: CInt
        /// Whether it is this process's own.
        let isOwn: Bool
    }

    var createsUser: Bool { created & NamespaceNames.user != 0 }
    /// Whether the container is in a user namespace other than this process's.
    var hasUser: Bool { createsUser || joins(NamespaceNames.user) }

    /// Whether a namespace of the kind is joined.
    func joins(_ type: UInt64) -> Bool { joined.contains { $0.type == type } }

    init(_ linux: RuntimeSpec.Linux) throws(RuntimeError) {
        var named: UInt64 = 0
        for (index, namespace) in (linux.namespaces ?? []).enumerated() {
            let flag = namespace.type.flag
            guard named & flag == 0 else {
                throw .invalid(field: "linux.namespaces[\(index)]", reason: "\(namespace.type.rawValue) is named twice")
            }
            named |= flag
            if let path = namespace.path, !path.isEmpty {
                try join(namespace.type, path: path, index: index)
            } else if flag == NamespaceNames.cgroup || flag == NamespaceNames.time {
                createdLater |= flag
            } else {
                created |= flag
            }
        }
        guard created & NamespaceNames.mount != 0 || joins(NamespaceNames.mount) else {
            throw .invalid(
                field: "linux.namespaces",
                reason: "a mount namespace is required: the container's root must not become the host's")
        }
        identityMaps = try identityMaps(linux)
        timeOffsets = try offsets(linux)
    }

    private mutating func join(_ type: RuntimeSpec.NamespaceType, path: String, index: Int) throws(RuntimeError) {
        let field = "linux.namespaces[\(index)].path"
        do throws(SystemError) {
            guard let file = try NamespaceFile.open(path), file.type == type.flag else {
                throw SystemError("", "", errno: ENOTTY)
            }
            // The kernel refuses to join the user namespace one is in (setns(2)),
            // and in this process's mount namespace no root can be changed.
            let isOwn = file.isThat(of: "self", name: type.fileName)
            if isOwn && (type == .user || type == .mount) { return }
            joined.append(Existing(type: type.flag, path: path, descriptor: file.descriptor.number, isOwn: isOwn))
            files.append(file.takeDescriptor())
        } catch {
            let reason =
                error.errno == ENOTTY
                ? "\(path) is not a \(NamespaceNames.list(type.flag)) namespace" : "\(path): \(error.reason)"
            throw .invalid(field: field, reason: reason)
        }
    }

    /// Leaves a new cgroup namespace, which is rooted in its maker's group, to who enters that group later.
    /// Answers whether there is to be one.
    mutating func makeCgroup(later: Bool) -> Bool {
        guard later, createdLater & NamespaceNames.cgroup != 0 else { return false }
        createdLater &= ~NamespaceNames.cgroup
        return true
    }

    /// Joins the network namespace instead of creating one.
    mutating func use(_ network: consuming NewNetworkNamespace) {
        // clone3(2) tries once more then, and says why it can't.
        guard let file = try? network.finish() else { return }
        use(network: file)
    }

    /// Joins the network namespace, which is there already.
    mutating func use(network file: consuming Descriptor) {
        created &= ~NamespaceNames.network
        joined.append(Existing(type: NamespaceNames.network, path: "of its own", descriptor: file.number, isOwn: false))
        files.append(file)
    }

    private func identityMaps(_ linux: RuntimeSpec.Linux) throws(RuntimeError) -> IdentityMaps? {
        let users = linux.userIDMappings ?? []
        let groups = linux.groupIDMappings ?? []
        if createsUser { return try IdentityMaps(users: users, groups: groups) }
        let field = users.isEmpty ? "linux.gidMappings" : "linux.uidMappings"
        guard let existing = joined.first(where: { $0.type == NamespaceNames.user }) else {
            if users.isEmpty && groups.isEmpty { return nil }
            throw .invalid(field: field, reason: "takes a new user namespace")
        }
        let maps = try IdentityMaps.read(ofNamespace: existing.descriptor)
        guard users.isEmpty && groups.isEmpty || maps.isSame(users: users, groups: groups) else {
            throw .invalid(field: field, reason: "differs from the map of the user namespace \(existing.path)")
        }
        return maps
    }

    private func offsets(_ linux: RuntimeSpec.Linux) throws(RuntimeError) -> String {
        guard let offsets = linux.timeOffsets, !offsets.isEmpty else { return "" }
        guard createdLater & NamespaceNames.time != 0 else {
            throw .invalid(field: "linux.timeOffsets", reason: "takes a new time namespace")
        }
        var text = ""
        for (clock, offset) in offsets.sorted(by: { $0.key < $1.key }) {
            guard clock == "monotonic" || clock == "boottime" else {
                throw .invalid(
                    field: "linux.timeOffsets", reason: "unknown clock \"\(clock)\": it is monotonic or boottime")
            }
            text += "\(clock) \(offset.seconds ?? 0) \(offset.nanoseconds ?? 0)\n"
        }
        return text
    }
}
