import Events
import LinuxSystem
import Runtime

extension Engine {
    /// Waits for the end of the container's run; answers at once for a container that has ended. Of one that is
    /// started again after that it is the first end from now on, as in Docker.
    public func wait(_ reference: String) throws -> ExitRecord {
        let id = try id(of: reference)
        if let container = try existing(id), container.record.settings.restartPolicy != .no,
            let end = try firstEnd(of: container)
        {
            return end
        }
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

    /// Follows what the supervisor records until another of its runs has ended.
    /// - Returns: `nil` once it has ended for good, or isn't there any more.
    private func firstEnd(of container: Container) throws -> ExitRecord? {
        guard container.isSupervised else { return nil }
        let watch = try FileWatch(path: path(of: container.id))
        while let now = try existing(container.id), now.isSupervised {
            if now.endCount > container.endCount { return now.lastEnd }
            if let run = container.running, let other = now.running, other.startedAt != run.startedAt,
                // Somebody has stopped and started it between two looks: only the events tell of that end.
                let death = try EventHistory(of: events, container: container.id)[container.id].death(of: run.startedAt)
            {
                return ExitRecord(lost: run, death: death)
            }
            // The directory doesn't say that a supervisor was killed: look now and then.
            _ = try watch.waitForChange(milliseconds: 100)
        }
        return nil
    }
}

extension Container {
    /// How many runs have ended under its supervisor.
    fileprivate var endCount: Int {
        if case .restarting = state { restartCount + 1 } else { restartCount }
    }

    /// Of the last of these runs.
    fileprivate var lastEnd: ExitRecord? {
        if case .restarting(let restarting) = state { restarting.last } else { running?.previous }
    }
}
