import Glibc
import LinuxSystem
import Runtime

extension Engine {
    /// Sends a signal to the container's first process. SIGKILL, and the
    /// container's own stop signal, mean that it is not started again.
    public func kill(_ reference: String, signal: Signal) throws {
        let container = try running(reference)
        guard container.isSupervised, try tell(container.id, .signal(signal)) else {
            throw EngineError(
                .conflict, "cannot kill container \(container.name): it is not running (\(container.statusName))")
        }
    }

    /// Asks the container to end by its own stop signal, and after the time
    /// kills it; its supervisor does so, whatever becomes of this process. One
    /// that does not run is stopped already.
    /// - Parameters:
    ///   - signal: replaces the container's own stop signal.
    ///   - seconds: how long it may take; -1 waits without end, `nil`: as the container has it.
    ///   - isOrdered: it has been told already (`order(stopOf:)`) and is only waited for.
    public func stop(
        _ reference: String, signal: Signal? = nil, seconds: Int? = nil, isOrdered: Bool = false
    ) throws {
        let container = try container(reference)
        guard container.isSupervised else { return try sweep(container) }
        if !isOrdered { _ = try orderStop(of: container, signal: signal, seconds: seconds) }
        try waitForSupervisor(of: container.id)
        if let ended = try existing(container.id) { try sweep(ended) }
    }

    /// Stops the container as `stop` does, and starts it.
    public func restart(_ reference: String, signal: Signal? = nil, seconds: Int? = nil) throws {
        try stop(reference, signal: signal, seconds: seconds)
        try start(reference)
        // One that has ended already, with --rm, is gone.
        if let container = try? container(reference) { emitContainer("restart", container.record) }
    }

    /// Says that it is to end, without waiting for that. Answers whether anybody was there to hear it.
    func orderStop(of container: Container, signal: Signal?, seconds: Int?) throws -> Bool {
        let settings = container.record.settings
        let seconds = seconds ?? settings.stopTimeout ?? 10
        let milliseconds = seconds < 0 ? -1 : Int64(min(seconds, Int.max / 1000)) * 1000
        return try tell(container.id, .stop(signal ?? settings.stopSignal, milliseconds: milliseconds))
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
}
