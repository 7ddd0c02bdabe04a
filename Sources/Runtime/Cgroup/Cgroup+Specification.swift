import Cgroups
import OCI

extension Cgroup {
    /// Makes the group that the specification names, with its limits.
    static func create(for spec: RuntimeSpec, on hierarchies: Hierarchies) throws(RuntimeError) -> Cgroup {
        guard let path = spec.linux?.cgroupsPath, path.hasPrefix("/") else {
            throw .invalid(field: "linux.cgroupsPath", reason: "is required and has to be absolute")
        }
        let limits = try Limits(spec.linux?.resources ?? RuntimeSpec.Resources())
        do {
            return try create(path, limits: limits, on: hierarchies)
        } catch {
            throw .limits("\(error)")
        }
    }

    /// Makes the group of an OCI container, in every v1 hierarchy or in v2
    /// (config-linux.md, "Cgroups Path"): beneath the hierarchies' roots for an
    /// absolute path, beneath the runtime's own group for a relative one, and
    /// for none under the container's id there. A group that exists is taken
    /// when no process is in it.
    public static func create(
        for spec: RuntimeSpec, containerID: String, on hierarchies: Hierarchies
    ) throws(RuntimeError) -> Cgroup {
        let limits = try Limits(creating: spec.linux?.resources ?? RuntimeSpec.Resources())
        let place = Place(spec, containerID: containerID)
        do {
            let group = try create(
                place.path, limits: limits, on: place.hierarchies(hierarchies), options: place.options)
            if let owner = spec.cgroupOwner { try group.delegate(to: owner) }
            return group
        } catch {
            throw place.error(error)
        }
    }

    /// Where `create` is going to make the group.
    static func plannedLocation(
        for spec: RuntimeSpec, containerID: String, on hierarchies: Hierarchies
    ) throws(RuntimeError) -> CgroupLocation {
        let place = Place(spec, containerID: containerID)
        do {
            return try plannedLocation(place.path, on: place.hierarchies(hierarchies), options: place.options)
        } catch {
            throw place.error(error)
        }
    }

    /// What a specification says of the group's place.
    private struct Place {
        let asked: String
        let path: String
        let options: CreationOptions

        init(_ spec: RuntimeSpec, containerID: String) {
            asked = spec.linux?.cgroupsPath ?? ""
            let everywhere: CreationOptions = [.everyHierarchy, .acceptEmpty]
            options = asked.hasPrefix("/") ? everywhere : everywhere.union(.beneathOwn)
            path = cleanPath(asked.isEmpty ? containerID : asked)
        }

        /// Where a relative path starts depends on what part of a hierarchy is mounted.
        func hierarchies(_ usual: Hierarchies) throws(CgroupError) -> Hierarchies {
            options.contains(.beneathOwn) ? try .detectMounts() : usual
        }

        func error(_ error: CgroupError) -> RuntimeError {
            guard case .invalidPath(_, let reason) = error else { return RuntimeError(error) }
            return .invalid(field: "linux.cgroupsPath", reason: "\"\(asked)\": \(reason)")
        }
    }

    /// The path from the root that the words of a path lead to when `.` and
    /// `..` are followed in it alone: none leads above the root.
    static func cleanPath(_ path: String) -> String {
        var components: [Substring] = []
        for component in path.split(separator: "/") where component != "." {
            if component == ".." { _ = components.popLast() } else { components.append(component) }
        }
        return components.isEmpty ? "/" : components.reduce(into: "") { $0 += "/" + $1 }
    }

    /// Kills what is left in the group and removes it, and ends the unit that
    /// it was of. Answers a sentence when it could not be removed.
    consuming func clear() -> String? {
        do {
            let scope = scope
            // With a pid namespace of its own nothing outlives the first process.
            if try !processes().isEmpty { try killAll() }
            try remove()
            if let scope { try Self.stopScope(scope) }
            return nil
        } catch {
            return "\(error)"
        }
    }
}
