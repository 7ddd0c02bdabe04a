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
    /// The group's name beneath the root of each hierarchy: `/skiff-1f3a`.
    public let path: String

    let hierarchies: Hierarchies
    /// In the order in which they were made.
    var directories: [GroupDirectory] = []

    init(path: String, hierarchies: Hierarchies) throws(CgroupError) {
        try Self.validate(path)
        self.path = path
        self.hierarchies = hierarchies
    }

    /// Opens a group that exists. Throws `absent` when no hierarchy has it.
    public static func open(_ path: String, on hierarchies: Hierarchies) throws(CgroupError) -> Cgroup {
        var group = try Cgroup(path: path, hierarchies: hierarchies)
        for location in group.locations(everyHierarchy: true) {
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
    /// the others' controllers are not found.
    func locations(everyHierarchy: Bool, for limits: Limits = Limits()) -> [GroupDirectory.Hierarchy] {
        let legacy = hierarchies.legacy.filter { hierarchy in
            everyHierarchy || hierarchy.controllers.contains { Controller.always.contains($0) || limits.ask(for: $0) }
        }
        return legacy.map {
            GroupDirectory.Hierarchy(version: .v1, mountPoint: $0.mountPoint, controllers: $0.controllers)
        }
            + (hierarchies.unified.map { [GroupDirectory.Hierarchy(version: .v2, mountPoint: $0, controllers: [])] }
                ?? [])
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
