import Cgroups
import Glibc
import LinuxSystem
import OCI
import Runtime

extension Engine {
    /// Removes a container and all that belongs to it.
    /// - Parameter force: a running one is killed first.
    public func remove(_ reference: String, force: Bool) throws {
        let id = try id(of: reference)
        // One that is just being started runs before it is removed.
        let lock = try changeLock(orNone: id)
        defer { withExtendedLifetime(lock) {} }
        if let container = try readable(id) { try makeRemovable(container, force: force) }
        try discard(id)
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
            return try existing(id)
        } catch is DecodingError {
            // A crash of the host has cut its files short.
            return nil
        }
    }

    private func makeRemovable(_ container: Container, force: Bool) throws {
        guard container.isSupervised else { return try sweepWhileLocked(container) }
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
        let directory = try directory(of: container.id)
        guard case .running(let running) = try directory.readState(), try !directory.isSupervised() else { return }
        try removeCgroup(running.cgroup)
    }

    /// The same for whoever holds the change lock, so that nobody starts the
    /// container meanwhile: also what a supervisor has left that was killed in
    /// the middle of a start.
    func sweepWhileLocked(_ container: Container) throws {
        try sweep(container)
        try sweepStart(of: container.id)
    }

    /// The cgroup of a start that was not completed: nothing of it is recorded,
    /// but the configuration says where it had to be. The caller holds the
    /// change lock.
    func sweepStart(of id: String) throws {
        let directory = try directory(of: id)
        guard try !directory.isSupervised() else { return }
        do {
            guard let path = try directory.readSpecification().linux?.cgroupsPath else { return }
            try removeCgroup(path)
        } catch let error as SystemError where error.errno == ENOENT {
            return  // it has none: never started
        } catch is DecodingError {
            return  // a crash of the host has cut it short
        }
    }

    private func removeCgroup(_ path: String) throws {
        do throws(CgroupError) {
            let cgroup = try Cgroup.open(path, on: Hierarchies.detect())
            try cgroup.killAll()
            try cgroup.remove()
        } catch {
            guard error.kind == .notFound else { throw error }
        }
    }
}
