import LinuxSystem
import OCI

/// Which namespaces are made at clone3(2), which later, and which exist
/// already.
struct NamespacePlan {
    /// For clone3(2).
    private(set) var created: UInt64 = 0
    /// For unshare(2) by the child: those that take effect on its present
    /// cgroup (cgroup) or at its next execve(2) (time).
    private(set) var createdLater: UInt64 = 0
    private(set) var joined: [Existing] = []
    private(set) var identityMaps: IdentityMaps?
    /// Lines of /proc/PID/timens_offsets (time_namespaces(7)).
    private(set) var timeOffsets = ""

    struct Existing {
        let type: UInt64
        let path: String
    }

    var createsUser: Bool { created & NamespaceNames.user != 0 }

    init(_ linux: RuntimeSpec.Linux) throws(RuntimeError) {
        for (index, namespace) in (linux.namespaces ?? []).enumerated() {
            let flag = Self.flag(namespace.type)
            guard (created | createdLater) & flag == 0, !joined.contains(where: { $0.type == flag }) else {
                throw .invalid(field: "linux.namespaces[\(index)]", reason: "\(namespace.type.rawValue) is named twice")
            }
            if let path = namespace.path, !path.isEmpty {
                try join(flag, path: path, index: index)
            } else if flag == NamespaceNames.cgroup || flag == NamespaceNames.time {
                createdLater |= flag
            } else {
                created |= flag
            }
        }
        guard created & NamespaceNames.mount != 0 else {
            throw .invalid(
                field: "linux.namespaces",
                reason: "a mount namespace is required: the container's root must not become the host's")
        }
        if createsUser {
            identityMaps = IdentityMaps(users: linux.userIDMappings ?? [], groups: linux.groupIDMappings ?? [])
        }
        for (clock, offset) in (linux.timeOffsets ?? [:]).sorted(by: { $0.key < $1.key }) {
            timeOffsets += "\(clock) \(offset.seconds ?? 0) \(offset.nanoseconds ?? 0)\n"
        }
    }

    private mutating func join(_ flag: UInt64, path: String, index: Int) throws(RuntimeError) {
        guard flag != NamespaceNames.pid && flag != NamespaceNames.mount && flag != NamespaceNames.user else {
            throw .invalid(
                field: "linux.namespaces[\(index)].path",
                reason: "joining an existing \(NamespaceNames.list(flag)) namespace is not supported yet")
        }
        joined.append(Existing(type: flag, path: path))
    }

    private static func flag(_ type: RuntimeSpec.NamespaceType) -> UInt64 {
        switch type {
        case .pid: NamespaceNames.pid
        case .network: NamespaceNames.network
        case .mount: NamespaceNames.mount
        case .ipc: NamespaceNames.ipc
        case .uts: NamespaceNames.uts
        case .user: NamespaceNames.user
        case .cgroup: NamespaceNames.cgroup
        case .time: NamespaceNames.time
        }
    }
}
