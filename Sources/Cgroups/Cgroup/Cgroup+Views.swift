/// A directory of a group that a container is to see below /sys/fs/cgroup.
public struct CgroupView: Hashable, Sendable {
    /// Its name there: `memory`; empty for v2, where the group itself is
    /// mounted on /sys/fs/cgroup.
    public let name: String
    /// The group's directory on the host.
    public let path: String
}

extension Cgroup {
    /// The group as a host would have it mounted: the v2 directory alone where
    /// v2 has the controllers, else one directory for each v1 hierarchy.
    public var views: [CgroupView] {
        let legacy = directories.filter { $0.version == .v1 }
        if legacy.isEmpty { return unified.map { [CgroupView(name: "", path: $0.location)] } ?? [] }
        return legacy.map { directory in
            let mountPoint = directory.location.dropLast(directory.cgroup.utf8.count)
            return CgroupView(
                name: mountPoint.split(separator: "/").last.map(String.init) ?? "", path: directory.location)
        }
    }
}
