import Cgroups
import Glibc
import LinuxSystem
import OCI

extension ContainerStore {
    /// Takes a container away, with everything that it had on the host.
    /// - Parameter force: one that runs is killed; one that doesn't exist is
    ///   no error.
    public func delete(_ id: ContainerIdentifier, force: Bool) throws(RuntimeError) {
        guard let container = try find(id) else {
            if force { return }
            throw .absent(id)
        }
        // Before the lock: whoever holds it may be waiting for the container.
        if force { try container.killEverything() }
        do throws(RuntimeError) {
            try container.lock()
        } catch {
            guard force else { throw error }
            if try find(id) == nil { return }
            throw error
        }
        if force {
            try container.killEverything()
        } else {
            let status = try container.status()
            guard status == .stopped || status == .created else {
                throw .refused("cannot delete container \(id) that is not stopped: it is \(status.rawValue)")
            }
            if status == .created { try container.killEverything() }
        }
        try container.dissolve()
    }
}

extension StoredContainer {
    /// Kills the first process and whatever else is in the group, and waits
    /// for the first one's end.
    func killEverything() throws(RuntimeError) {
        guard let record = try recordOrPlan() else { return }
        // What is left of it is told by `dissolve`, which can't remove the group then.
        if let group = try cgroup(of: record) { _ = try? group.killAll() }
        do throws(SystemError) {
            guard let process = try record.process?.open() else { return }
            // ESRCH: it has ended meanwhile.
            _ = try? process.send(.kill)
            let patience: CInt = 10_000
            guard try process.waitForEnd(milliseconds: patience) else {
                throw SystemError("kill", "container \(id)", errno: EBUSY)
            }
        } catch {
            throw .system(error)
        }
    }

    /// Removes what is left of a stopped container: group, then hooks, then
    /// the state directory, so that a failure leaves something to delete again.
    consuming func dissolve() throws(RuntimeError) {
        guard let record = try recordOrPlan() else { return try forget() }
        if let group = try cgroup(of: record) {
            if let trouble = group.clear() { throw .limits(trouble) }
        } else if let scope = record.cgroup.scope {
            // systemd takes the group of an ended unit away, but may keep the unit.
            try Cgroup.stopScope(scope)
        }
        ResourceControlGroup.remove(record.resourceControl)
        let warn = warn
        guard let specification = readableSpecification() else { return try forget() }
        let hooks = HookRunner(.poststop, of: specification)
        let state = RuntimeState(record, id: id, status: .stopped, annotations: specification.annotations)
        try forget()
        hooks.runAll(state).forEach(warn)
    }
}
