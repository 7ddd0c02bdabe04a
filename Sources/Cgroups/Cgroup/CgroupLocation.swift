import Glibc
import LinuxSystem

/// Where a group is on this host: what a later process needs to find it again
/// without looking at the host's mounts. A value for a state file.
public struct CgroupLocation: Hashable, Sendable {
    /// The group's name, for messages.
    public var path: String
    /// The group's directories by hierarchy, as runc's state has them: by each
    /// v1 controller (`memory`, `blkio`) or `name=systemd`; v2's by the empty string.
    public var directories: [String: String]
    /// The unit of the host's service manager that the group is of.
    public var scope: String?

    public init(path: String, directories: [String: String], scope: String? = nil) {
        self.path = path
        self.directories = directories
        self.scope = scope
    }
}

extension Cgroup {
    /// Where the group is. It may be in more directories after `update`.
    public var location: CgroupLocation {
        var paths: [String: String] = [:]
        for directory in directories {
            for subsystem in directory.subsystems { paths[subsystem] = directory.location }
        }
        return CgroupLocation(path: path, directories: paths, scope: scope)
    }

    /// Opens a group where it was, which on v1 costs nothing: whether it is
    /// still there shows when it is used. Throws `absent` on v2.
    public static func open(_ location: CgroupLocation) throws(CgroupError) -> Cgroup {
        var group = try Cgroup(path: location.path, hierarchies: nil)
        group.scope = location.scope
        // Controllers that are mounted together share a directory.
        let subsystems = Dictionary(grouping: location.directories.keys.sorted()) { location.directories[$0] ?? "" }
        for (path, names) in subsystems.sorted(by: { $0.value[0] > $1.value[0] }) {
            let hierarchy = GroupDirectory.Hierarchy(
                version: names == [""] ? .v2 : .v1, mountPoint: path,
                controllers: names.compactMap(Controller.init(legacyName:)), subsystems: names)
            do {
                var directory = try GroupDirectory(at: "", in: hierarchy)
                directory.cgroup = location.path
                group.directories.append(directory)
            } catch {
                if error.errno == ENOENT { throw .absent(cgroup: location.path) }
                throw .system(error)
            }
        }
        return group
    }
}

extension Cgroup {
    /// Where `create` with the same words will make the group, in all that it
    /// may make: to be written down before there is anything to lose.
    public static func plannedLocation(
        _ path: String, on hierarchies: Hierarchies, options: CreationOptions
    ) throws(CgroupError) -> CgroupLocation {
        let group = try Cgroup(
            path: path, hierarchies: hierarchies, ownGroup: options.contains(.beneathOwn) ? try .read() : nil)
        var paths: [String: String] = [:]
        for place in try group.locations(on: hierarchies) where place.version == .v1 || hierarchies.legacy.isEmpty {
            for subsystem in place.subsystems { paths[subsystem] = place.mountPoint + place.base + path }
        }
        return CgroupLocation(path: path, directories: paths)
    }
}
