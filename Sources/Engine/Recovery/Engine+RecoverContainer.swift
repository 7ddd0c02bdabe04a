import Cgroups
import Events
import Glibc
import LinuxSystem
import Runtime

extension Engine {
    /// Records the end of a container whose supervisor was lost, removes its
    /// cgroup with what still runs there, and with `--rm` the container.
    /// - Parameter history: what the log says, for who has read it already.
    /// - Returns: `nil` when there is nothing to recover, or another process
    ///   was faster.
    @discardableResult
    func recover(_ id: String, _ history: EventHistory? = nil) throws -> LostEnd? {
        guard let container = try existing(id), container.isLost else { return nil }
        guard let recovered = try recordEnd(of: container, history) else { return nil }
        guard container.record.removeOnExit else { return recovered }
        try discard(id)
        return LostEnd(end: recovered.end, steps: recovered.steps + [.removed(name: container.name)])
    }

    private func recordEnd(of container: Container, _ history: EventHistory?) throws -> LostEnd? {
        let directory = try directory(of: container.id)
        let lock = try lock(directory, container.id)
        defer { withExtendedLifetime(lock) {} }
        guard let state = try directory.readState(), try !directory.isSupervised() else { return nil }
        guard case .running(let running) = state else { return try record(state, of: container, in: directory) }
        var steps = [RecoveryStep]()
        if try removeCgroup(running.cgroup) { steps.append(.cgroupRemoved(name: container.name)) }
        // Nobody runs it: we hold its directory's lock, and its supervisor's is free.
        try undoNetwork(of: container.id)
        let end = try complete(running, container, history ?? EventHistory(of: events, container: container.id))
        // Last: until it is written all of this is done again.
        try directory.write(.exited(end))
        return LostEnd(end: end, steps: [.recorded(name: container.name, cause: end.cause ?? "")] + steps)
    }

    /// One that was lost between two runs has ended as its last run did, of which all was told.
    private func record(
        _ state: ContainerState, of container: Container, in directory: borrowing ContainerDirectory
    ) throws -> LostEnd? {
        guard case .restarting(let restarting) = state else { return nil }
        try undoNetwork(of: container.id)
        try directory.write(.exited(restarting.last))
        let steps = [RecoveryStep.recorded(name: container.name, cause: restarting.last.cause ?? "it had ended")]
        return LostEnd(end: restarting.last, steps: steps)
    }

    /// Writes those of the run's two events that the supervisor had not.
    private func complete(
        _ running: ContainerState.Running, _ container: Container, _ history: EventHistory
    ) throws -> ExitRecord {
        let life = history[container.id]
        if let death = life.death(of: running.startedAt) { return ExitRecord(lost: running, death: death) }
        let end = ExitRecord(lost: running)
        var event = Event(
            .container, "start", id: container.id, run: running.startedAt,
            attributes: container.record.eventAttributes)
        if !life.hasStart(of: running.startedAt), history.reaches(Timestamp(nanoseconds: running.startedAt)) {
            _ = try? events.append(event)  // as in `emit`
        }
        event.action = "die"
        event.attributes["exitCode"] = String(end.exitCode)
        event.attributes["signal"] = end.signal.map { String($0) }
        event.attributes["cause"] = end.cause
        _ = try? events.append(event)
        return end
    }

    /// A container's directory, locked (flock(2)): for who records an end in a
    /// supervisor's place, and for who removes the record. A supervisor's own lock
    /// would look like a supervisor.
    func lock(_ directory: borrowing ContainerDirectory, _ id: String) throws -> Descriptor {
        // A lock belongs to the open file: this one has to be our own.
        let own = try directory.descriptor.open(".", [.directory], resolution: [])
        var backoff = Backoff(milliseconds: 5000)
        repeat {
            if try own.lock(wait: false, name: "container \(id)") { return own }
        } while backoff.sleep()
        throw EngineError(.conflict, "another process has kept container \(id.prefix(12)) locked for five seconds")
    }
}
