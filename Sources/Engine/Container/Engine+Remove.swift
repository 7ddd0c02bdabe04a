import Cgroups
import Glibc
import JSON
import LinuxSystem
import Runtime

extension Engine {
    /// Removes a container and all that belongs to it.
    /// - Parameters:
    ///   - force: a running one is killed first.
    ///   - volumes: its anonymous volumes, too, if no other container uses them; with `--rm` they always go.
    public func remove(_ reference: String, force: Bool, volumes: Bool = false) throws {
        let id = try id(of: reference)
        // One that is just being started runs before it is removed.
        let lock = try changeLock(orNone: id)
        defer { withExtendedLifetime(lock) {} }
        let container = try readable(id)
        if let container { try makeRemovable(container, force: force) }
        let removesVolumes = volumes || container?.record.removeOnExit == true
        try discard(id, removingVolumes: removesVolumes && container?.record.hasVolumes != false)
    }

    /// `nil` for one that has no directory any more.
    private func changeLock(orNone id: String) throws(SystemError) -> FileLock? {
        do {
            return try changeLock(of: id)
        } catch {
            guard error.errno == ENOENT else { throw error }
            return nil
        }
    }

    /// `nil` for one of which only traces are left.
    private func readable(_ id: String) throws -> Container? {
        do {
            return try current(id)
        } catch is JSONError {
            // A crash of the host has cut its files short.
            return nil
        }
    }

    private func makeRemovable(_ container: Container, force: Bool) throws {
        guard container.isSupervised else { return try sweep(container) }
        guard force else {
            throw EngineError(
                .conflict,
                "cannot remove container \(container.name): it is running; stop it first, or use --force")
        }
        // One that hears nothing has just ended, which is what was wanted.
        _ = try tell(container.id, .signal(.kill))
        try waitForSupervisor(of: container.id)
    }

    /// What a supervisor that was killed could not clean up: its cgroup, with
    /// whatever still runs in it.
    func sweep(_ container: Container) throws {
        if container.isLost { try recover(container.id) }
    }

    /// Removes a group with whatever still runs in it; `false`: there is none.
    @discardableResult
    func removeCgroup(_ path: String) throws(CgroupError) -> Bool {
        do throws(CgroupError) {
            let cgroup = try Cgroup.open(path, on: Hierarchies.detect())
            try cgroup.killAll()
            try cgroup.remove()
            return true
        } catch {
            guard error.kind == .notFound else { throw error }
            return false
        }
    }
}
