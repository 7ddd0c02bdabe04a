import Cgroups
import Glibc
import LinuxSystem
import Runtime

extension Engine {
    /// Removes a container and all that belongs to it.
    /// - Parameters:
    ///   - force: a running one is killed first.
    ///   - volumes: its anonymous volumes, too, if no other container uses them; with `--rm` they always go.
    public func remove(_ reference: String, force: Bool, volumes: Bool = false) throws {
        let id = try id(of: reference)
        let container = try readable(id)
        if let container { try makeRemovable(container, force: force) }
        let removesVolumes = volumes || container?.record.removeOnExit == true
        try discard(id, removingVolumes: removesVolumes && container?.record.hasVolumes != false)
    }

    /// `nil` for one of which only traces are left.
    private func readable(_ id: String) throws -> Container? {
        do {
            return try existing(id)
        } catch is DecodingError {
            // A crash of the host has cut its files short.
            return nil
        }
    }

    private func makeRemovable(_ container: Container, force: Bool) throws {
        guard case .running = container.state else {
            if case .created = container.state, try directory(of: container.id).isSupervised() {
                throw EngineError(
                    .conflict, "cannot remove container \(container.name): it is just being started; try again")
            }
            return try sweep(container)
        }
        guard force else {
            throw EngineError(
                .conflict,
                "cannot remove container \(container.name): it is running; stop it first, or use --force")
        }
        do {
            try kill(container.id, signal: .kill)
        } catch let error as EngineError where error.kind == .conflict {
            // It has just ended, which is what was wanted.
        }
        try waitForSupervisor(of: container.id)
    }

    /// What a supervisor that was killed could not clean up: its cgroup, with
    /// whatever still runs in it.
    func sweep(_ container: Container) throws {
        let directory = try directory(of: container.id)
        guard case .running(let running) = try directory.readState() else { return }
        do throws(CgroupError) {
            let cgroup = try Cgroup.open(running.cgroup, on: Hierarchies.detect())
            try cgroup.killAll()
            try cgroup.remove()
        } catch {
            guard error.kind == .notFound else { throw error }
        }
    }
}
