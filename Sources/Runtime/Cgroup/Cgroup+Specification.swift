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

    /// Kills what is left in the group and removes it. Answers a sentence when
    /// it could not be removed.
    consuming func clear() -> String? {
        do {
            // With a pid namespace of its own nothing outlives the first process.
            if try !processes().isEmpty { try killAll() }
            try remove()
            return nil
        } catch {
            return "\(error)"
        }
    }
}
