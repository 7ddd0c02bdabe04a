import Cgroups
import Glibc
import LinuxSystem
import Runtime

extension Engine {
    /// Removes a container and all that belongs to it.
    /// - Parameter force: a running one is killed first.
    public func remove(_ reference: String, force: Bool) throws {
        let id = try id(of: reference)
        if let container = try? container(id) {  // half made: only its traces are left
            try makeRemovable(container, force: force)
        }
        try discard(id)
    }

    private func makeRemovable(_ container: Container, force: Bool) throws {
        guard case .running = container.state else {
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
    private func sweep(_ container: Container) throws {
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
