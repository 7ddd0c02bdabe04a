import Glibc
import LinuxSystem
import Runtime

extension Engine {
    /// Sends a signal to the container's first process.
    public func kill(_ reference: String, signal: Signal) throws {
        let container = try container(reference)
        guard case .running = container.state, let process = try process(of: container) else {
            throw EngineError(
                .conflict, "cannot kill container \(container.name): it is not running (\(container.statusName))")
        }
        do {
            try process.send(signal)
        } catch {
            guard error.errno == ESRCH else { throw error }
            throw EngineError(.conflict, "cannot kill container \(container.name): it has just ended")
        }
    }

    /// Asks the container to end by its own stop signal, and after the time
    /// kills it. One that does not run is stopped already.
    /// - Parameter seconds: how long it may take; -1 waits without end.
    ///   `signal` replaces the container's own stop signal.
    public func stop(_ reference: String, signal: Signal? = nil, seconds: Int) throws {
        let container = try container(reference)
        guard case .running = container.state else { return try sweep(container) }
        guard let process = try process(of: container) else {
            try waitForSupervisor(of: container.id)
            return
        }
        let signal = signal ?? Signal(parsing: container.record.stopSignal) ?? .terminate
        do {
            try process.send(signal)
            let limit = seconds < 0 ? -1 : CInt(min(seconds, Int(CInt.max) / 1000) * 1000)
            if try !process.waitForEnd(milliseconds: limit) {
                try process.send(.kill)
            }
        } catch {
            // It ended by itself meanwhile.
            guard error.errno == ESRCH else { throw error }
        }
        try waitForSupervisor(of: container.id)
    }

    /// Waits for the end; answers at once for a container that has ended.
    public func wait(_ reference: String) throws -> ExitRecord {
        let id = try id(of: reference)
        let container = try ended(id)
        if container.isLost, let lost = try recover(id) { return lost.end }
        guard case .exited(let record) = container.state else {
            throw EngineError(.conflict, "container \(reference) has not been started")
        }
        return record
    }

    /// The container once it has no supervisor.
    private func ended(_ id: String) throws -> Container {
        let lock = try waitForSupervisor(of: id)
        // Its directory isn't removed before this has been read.
        defer { withExtendedLifetime(lock) {} }
        guard let container = try existing(id) else { throw Self.noSuchContainer(id) }
        return container
    }

    /// Once the supervisor's lock is free the container's end is recorded and
    /// everything is cleaned up. The directory stays as long as the answer is held.
    @discardableResult
    func waitForSupervisor(of id: String) throws -> FileLock? {
        do {
            return try FileLock.waitUntilFree(ContainerDirectory.lockName, in: directory(of: id).descriptor)
        } catch {
            // No lock: never started. No directory: removed with its end.
            guard error.errno == ENOENT else { throw error }
            return nil
        }
    }

    /// The container's first process, held so that its id can't come to mean
    /// another one; `nil` when it has just ended.
    private func process(of container: Container) throws -> ProcessDescriptor? {
        guard case .running(let running) = container.state else { return nil }
        do {
            let process = try ProcessDescriptor(pid: running.pid)
            // The descriptor was opened by number: it is the container's only
            // if the supervisor, which reaps it, still says so.
            guard case .running(let again) = try self.container(container.id).state, again.pid == running.pid
            else { return nil }
            return process
        } catch let error as SystemError where error.errno == ESRCH {
            return nil
        }
    }
}
