import Glibc
import LinuxSystem

extension Cgroup {
    /// Makes the group and applies the limits. Missing ancestors of a nested
    /// path are made as well, and stay. When anything fails, what was made of
    /// the group itself is removed.
    public static func create(
        _ path: String, limits: Limits = Limits(), on hierarchies: Hierarchies, options: CreationOptions = []
    ) throws(CgroupError) -> Cgroup {
        var group = try Cgroup(path: path, hierarchies: hierarchies)
        do {
            let needsUnified =
                hierarchies.legacy.isEmpty || options.contains(.unified)
                || Controller.allCases.contains { limits.ask(for: $0) && !hierarchies.isLegacy($0) }
            for location in group.locations(everyHierarchy: options.contains(.everyHierarchy), for: limits)
            where location.version == .v1 || needsUnified {
                try group.makeDirectory(in: location, limits: limits, acceptExisting: options.contains(.acceptExisting))
            }
            try group.update(limits)
        } catch {
            // The first failure is the one to tell; what cannot be removed is empty and harmless.
            for directory in group.directories.reversed() where directory.isNew { _ = try? directory.remove() }
            throw error
        }
        return group
    }

    /// Makes this group's directory in one hierarchy, from the root down.
    mutating func makeDirectory(
        in hierarchy: GroupDirectory.Hierarchy, limits: Limits, acceptExisting: Bool
    ) throws(CgroupError) {
        guard var parent = try GroupDirectory.open("", in: hierarchy) else { throw .noHierarchy }
        let components = path.split(separator: "/")
        for (index, component) in components.enumerated() {
            let isLeaf = index == components.count - 1
            if parent.version == .v2 { try parent.enableForChildren(wanted(for: limits)) }
            let child = try parent.makeChild(
                String(component), in: hierarchy, acceptExisting: acceptExisting || !isLeaf)
            if isLeaf { directories.append(child) }
            if child.version == .v1, child.controllers.contains(.cpuset) {
                try Cpuset.inherit(from: parent, to: child)
            }
            parent = child
        }
    }

    /// The controllers that the v2 hierarchy is to have beneath the ancestors.
    private func wanted(for limits: Limits) -> [Controller] {
        Controller.allCases.filter { controller in
            !hierarchies.isLegacy(controller)
                && (hierarchies.legacy.isEmpty && Controller.always.contains(controller) || limits.ask(for: controller))
        }
    }
}

extension GroupDirectory {
    /// v2: lets child groups have these controllers, as far as this group has
    /// them itself (cgroups(7), "Enabling and disabling controllers").
    fileprivate func enableForChildren(_ wanted: [Controller]) throws(CgroupError) {
        let candidates = wanted.filter { controllers.contains($0) && !Controller.implicitOnUnified.contains($0) }
        guard !candidates.isEmpty else { return }
        let enabled = try Self.listedControllers("cgroup.subtree_control", in: descriptor)
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
