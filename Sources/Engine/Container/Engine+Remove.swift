import Cgroups
import Glibc
import JSON
import LinuxSystem
import Runtime

extension Engine {
    /// Removes a container and all that belongs to it.
    /// - Parameter force: a running one is killed first.
    public func remove(_ reference: String, force: Bool) throws {
        let id = try id(of: reference)
        if let container = try readable(id) { try makeRemovable(container, force: force) }
        try discard(id)
    }

    /// `nil` for one of which only traces are left.
    private func readable(_ id: String) throws -> Container? {
        do {
            return try existing(id)
        } catch is JSONError {
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
