import Glibc
import LinuxSystem

extension Cgroup {
    /// Makes the group and applies the limits. Missing ancestors of a nested
    /// path are made as well, and stay. When anything fails, what was made of
    /// the group itself is removed.
    public static func create(
        _ path: String, limits: Limits = Limits(), on hierarchies: Hierarchies, options: CreationOptions = []
    ) throws(CgroupError) -> Cgroup {
        var group = try Cgroup(
            path: path, hierarchies: hierarchies, ownGroup: options.contains(.beneathOwn) ? try .read() : nil)
        do {
            let needsUnified = options.contains(.unified) || hierarchies.needUnified(for: limits)
            let wanted = options.contains(.everyHierarchy) ? nil : limits
            for location in try group.locations(on: hierarchies, for: wanted)
            where location.version == .v1 || needsUnified {
                try group.makeDirectory(in: location, limits: limits, options: options)
            }
            try group.enterMissingHierarchies(for: limits)
            try group.apply(limits, isCreation: true)
        } catch {
            // The first failure is the one to tell; what cannot be removed is empty and harmless.
            for directory in group.directories.reversed() where directory.isNew { _ = try? directory.remove() }
            throw error
        }
        return group
    }

    /// Makes this group's directory in one hierarchy, and those of missing
    /// ancestors. Nearly always all ancestors are there, so that the one
    /// mkdir(2) is tried first.
    mutating func makeDirectory(
        in hierarchy: GroupDirectory.Hierarchy, limits: Limits, options: CreationOptions
    ) throws(CgroupError) {
        let path = hierarchy.base + path
        let location = hierarchy.mountPoint + path
        if hierarchy.version == .v2 { try enableControllers(above: path, in: hierarchy, for: limits) }
        var result = mkdir(location, 0o755)
        if result != 0, errno == ENOENT {
            try makeAncestors(of: path, in: hierarchy)
            result = mkdir(location, 0o755)
        }
        let isNew = result == 0
        guard isNew || errno == EEXIST else { throw .system(SystemError("make cgroup", location, errno: errno)) }
        if !isNew { try check(existing: path, at: location, options) }
        var directory = try translatingErrors { () throws(SystemError) in
            try GroupDirectory(at: path, in: hierarchy)
        }
        directory.isNew = isNew
        directories.append(directory)
        if hierarchy.controllers.contains(.cpuset), hierarchy.version == .v1 {
            try Cpuset.inherit(to: directory, unless: limits.cpuset)
        }
    }

    /// Whether a group that is there already may be used.
    private func check(existing path: String, at location: String, _ options: CreationOptions) throws(CgroupError) {
        if options.contains(.acceptExisting) { return }
        guard options.contains(.acceptEmpty) else { throw .exists(cgroup: path, directory: location) }
        var processes: [pid_t] = []
        try Self.collect(from: location, into: &processes)
        guard processes.isEmpty else { throw .occupied(cgroup: path, directory: location, count: processes.count) }
    }

    private func makeAncestors(of path: String, in hierarchy: GroupDirectory.Hierarchy) throws(CgroupError) {
        for ancestor in Self.ancestors(of: path) {
            let location = hierarchy.mountPoint + ancestor
            guard mkdir(location, 0o755) == 0 else {
                guard errno == EEXIST else { throw .system(SystemError("make cgroup", location, errno: errno)) }
                continue
            }
            if hierarchy.version == .v1, hierarchy.controllers.contains(.cpuset) {
                let directory = try translatingErrors { () throws(SystemError) in
                    try GroupDirectory(at: ancestor, in: hierarchy)
                }
                try Cpuset.inherit(to: directory)
            }
        }
    }

    /// The paths of the groups above this one, without the root: `/a` and
    /// `/a/b` for `/a/b/c`.
    static func ancestors(of path: String) -> [String] {
        path.indices.dropFirst().filter { path[$0] == "/" }.map { String(path[..<$0]) }
    }
}

extension Cgroup {
    /// v2: lets the groups from the root down to the parent give the
    /// controllers that are wanted to their children.
    private func enableControllers(
        above path: String, in hierarchy: GroupDirectory.Hierarchy, for limits: Limits
    ) throws(CgroupError) {
        let wanted = wanted(for: limits)
        try makeAncestors(of: path, in: hierarchy)
        for ancestor in [""] + Self.ancestors(of: path) {
            guard let directory = try GroupDirectory.open(ancestor, in: hierarchy) else { throw .noHierarchy }
            try directory.enableForChildren(wanted)
        }
    }

    /// The controllers that the v2 hierarchy is to have beneath the ancestors.
    private func wanted(for limits: Limits) -> [Controller] {
        let hierarchies = hierarchies ?? Hierarchies(unified: nil)
        return Controller.allCases.filter { controller in
            !hierarchies.isLegacy(controller)
                && (hierarchies.legacy.isEmpty && Controller.always.contains(controller) || limits.ask(for: controller))
        }
    }
}

extension Hierarchies {
    /// Whether a group with these limits has to be in the v2 hierarchy, too.
    public func needUnified(for limits: Limits) -> Bool {
        legacy.isEmpty || Controller.allCases.contains { limits.ask(for: $0) && !isLegacy($0) }
    }
}

extension GroupDirectory {
    /// v2: lets child groups have these controllers, as far as this group has
    /// them itself (cgroups(7), "Enabling and disabling controllers").
    fileprivate func enableForChildren(_ wanted: [Controller]) throws(CgroupError) {
        let candidates = wanted.filter { controllers.contains($0) && !Controller.implicitOnUnified.contains($0) }
        guard !candidates.isEmpty else { return }
        let enabled = try translatingErrors { () throws(SystemError) in
            try Self.listedControllers("cgroup.subtree_control", in: location)
        }
        let missing = candidates.filter { !enabled.contains($0) }
        guard !missing.isEmpty else { return }
        do {
            try write(missing.map { "+\($0.rawValue)" }.joined(separator: " "), to: "cgroup.subtree_control")
        } catch {
            guard error.errno == EBUSY else { throw .system(error) }
            throw .processesInside(
                ancestor: cgroup.isEmpty ? "/" : cgroup, controllers: missing.map(\.rawValue).joined(separator: ", "))
        }
    }
}
