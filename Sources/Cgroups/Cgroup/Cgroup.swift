import LinuxSystem

/// Control groups: this target makes a container's group, bounds what its
/// processes may use, tells what they use, and takes the group away.
///
/// cgroup v2 is the model. A host whose controllers still sit on v1 hierarchies
/// (hybrid) is served as well: every controller's file says how its limits are
/// written and its use is read on either version, and each controller is
/// looked up where this host has it. What v1 cannot tell is absent, never zero.
///
/// The target never mounts a hierarchy, never starts a process, and never
/// touches a group it was not given by name. `Runtime` calls it to make and
/// join groups, `Engine` to show and change limits.
///
/// A `Cgroup` is one group: one directory in the v2 hierarchy, one in each v1
/// hierarchy that matters, or both. Letting go of the value closes the
/// directories; `remove()` takes the group away.
public struct Cgroup: ~Copyable, Sendable {
    /// The group's name beneath the root of each hierarchy, or beneath the
    /// own group of the process that made it: `/skiff-1f3a`.
    public let path: String

    /// The unit of the host's service manager that the group is of; `nil` for
    /// a group that is nobody's but ours. Kept here, used by `Runtime`.
    public var scope: String?

    /// `nil` for a group that was opened by its location: they are found when they are needed.
    let hierarchies: Hierarchies?
    /// Where a relative path starts; `nil` for the hierarchies' roots.
    let ownGroup: OwnGroup?
    /// In the order in which they were made.
    var directories: [GroupDirectory] = []

    init(path: String, hierarchies: Hierarchies?, ownGroup: OwnGroup? = nil) throws(CgroupError) {
        try Self.validate(path)
        self.path = path
        self.hierarchies = hierarchies
        self.ownGroup = ownGroup
    }

    /// Opens a group that exists. Throws `absent` when no hierarchy has it.
    public static func open(_ path: String, on hierarchies: Hierarchies) throws(CgroupError) -> Cgroup {
        var group = try Cgroup(path: path, hierarchies: hierarchies)
        for location in try group.locations(on: hierarchies) {
            if let directory = try GroupDirectory.open(path, in: location) { group.directories.append(directory) }
        }
        guard !group.directories.isEmpty else { throw .absent(cgroup: path) }
        return group
    }

    /// The group's directory in the v2 hierarchy.
    var unified: GroupDirectory? { directories.first { $0.version == .v2 } }

    /// Where the group has this controller; `nil` where it hasn't.
    func directory(of controller: Controller) -> GroupDirectory? {
        directories.first { $0.controllers.contains(controller) }
    }

    /// The hierarchies of this host as places for directories, v2 last: there
    /// the others' controllers are not found. With limits only those v1
    /// hierarchies that these need, or that measure a container's use.
    func locations(
        on hierarchies: Hierarchies, for limits: Limits? = nil
    ) throws(CgroupError) -> [GroupDirectory.Hierarchy] {
        var locations: [GroupDirectory.Hierarchy] = []
        for legacy in hierarchies.legacy {
            let isNeeded = legacy.controllers.contains {
                limits == nil || Controller.always.contains($0) || limits?.ask(for: $0) == true
            }
            guard isNeeded || limits == nil else { continue }
            locations.append(
                GroupDirectory.Hierarchy(
                    version: .v1, mountPoint: legacy.mountPoint, controllers: legacy.controllers,
                    subsystems: legacy.subsystems, base: try ownGroup?.base(in: legacy) ?? ""))
        }
        if let mountPoint = hierarchies.unified {
            locations.append(
                GroupDirectory.Hierarchy(
                    version: .v2, mountPoint: mountPoint, controllers: [], subsystems: [""],
                    base: try ownGroup?.unifiedBase() ?? ""))
        }
        return locations
    }

    /// A path is absolute and has neither empty components nor `.` and `..`.
    private static func validate(_ path: String) throws(CgroupError) {
        guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count > 1 else {
            throw .invalidPath(path, reason: "it has to start with / and name a group beneath the root")
        }
        for component in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard !component.isEmpty, component != ".", component != "..", !component.utf8.contains(0) else {
                throw .invalidPath(path, reason: "\"\(component)\" cannot be a group's name")
            }
        }
    }
}
