import Cgroups
import LinuxSystem
import OCI

extension StoredContainer {
    /// The record; where that is damaged, what can be known without it: the
    /// configuration says in which cgroup the processes are. `nil` when there
    /// is neither.
    func recordOrPlan() throws(RuntimeError) -> ContainerRecord? {
        do throws(RuntimeError) {
            return try record()
        } catch {
            guard case .refused = error else { throw error }
            warn("\(error)")
            guard let specification = readableSpecification() else { return nil }
            let hierarchies: Hierarchies
            do { hierarchies = try .detect() } catch { throw .limits("\(error)") }
            return ContainerRecord(
                bundle: "", rootPath: "", created: 0, owner: 0,
                cgroup: try plannedGroup(specification, on: hierarchies), process: nil)
        }
    }

    private func plannedGroup(
        _ specification: RuntimeSpec, on hierarchies: Hierarchies
    ) throws(RuntimeError) -> CgroupLocation {
        let id = id.description
        // That systemd made it nothing tells but the form of the path.
        if specification.linux?.cgroupsPath?.isEmpty == false,
            let scope = try? Cgroup.plannedScope(for: specification, containerID: id, on: hierarchies)
        {
            return scope
        }
        return try Cgroup.plannedLocation(for: specification, containerID: id, on: hierarchies)
    }

    /// The configuration for the container's end. It may be gone, when the
    /// directory was being removed, or damaged: the rest has to go all the same.
    func readableSpecification() -> RuntimeSpec? {
        do throws(RuntimeError) {
            return try specification()
        } catch {
            warn("\(error)")
            return nil
        }
    }
}
