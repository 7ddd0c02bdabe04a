import Glibc
import LinuxSystem
import Runtime

extension Engine {
    /// Starts a draft and stays with it to its end, or until it runs.
    func launch(
        _ launch: consuming Launch, by supervisor: consuming SupervisorProcess, attaching: AttachOptions?
    ) throws -> RunOutcome {
        var launch = launch
        let record = launch.draft.record
        let connection = try assign(
            launch.draft, to: supervisor, host: launch.host, keepsInputOpen: attaching?.input != true)
        Trace.mark("skiff: container assigned")
        let signals = launch.signals.take()
        let lock = launch.takeLock()
        guard let attaching, let signals else { return try awaitStart(of: record, connection, holding: lock) }
        let attachment = try Attachment(
            connection, signals: signals, options: attaching, terminal: record.terminal)
        attachment.hold(lock)
        return try follow(record, attachment)
    }

    func follow(_ record: ContainerRecord, _ attachment: Attachment) throws -> RunOutcome {
        let end: Attachment.End
        if record.terminal, attachment.forwardsInput, isatty(0) == 1 {
            let raw = try RawTerminal.standardInput()
            end = try attachment.run()
            withExtendedLifetime(raw) {}
        } else {
            end = try attachment.run()
        }
        Trace.mark("skiff: end told")
        defer { Trace.mark("skiff: cleaned up") }
        switch end {
        case .abandoned: return .abandoned(name: record.name)
        case .left: return .left(name: record.name)
        case .ended(let end): return .ended(name: record.name, record.removeOnExit ? conclude(record, end) : end)
        case .supervisorLost: return try outcome(ofLost: record)
        }
    }

    /// What became of a container whose supervisor went without a word.
    private func outcome(ofLost record: ContainerRecord) throws -> RunOutcome {
        try waitForSupervisor(of: record.id)
        if let lost = try recover(record.id) { return .ended(name: record.name, lost.end) }
        // With --rm another command may have removed it by now.
        guard let container = try existing(record.id) else {
            return .ended(name: record.name, ExitRecord(lost: ContainerState.Running?.none))
        }
        // The end that is recorded may be that of the run before.
        let isRecorded = try !Self.wasStarted(since: directory(of: record.id))
        guard isRecorded, case .exited(let end) = container.state else {
            // A group that stays goes with the container.
            _ = try? removeStrayCgroup(of: record.id)
            // Only to tell more; the failure is told in any case.
            let words = (try? directory(of: record.id).descriptor.readFile(ContainerDirectory.supervisorLogName)) ?? []
            let reason = String(decoding: words, as: UTF8.self).split(separator: "\n").last
            throw EngineError(
                .internal,
                "cannot start container \(container.name): its supervisor ended early"
                    + (reason.map { " (\($0))" } ?? ""))
        }
        return .ended(name: container.name, record.removeOnExit ? conclude(record, end) : end)
    }

    /// Removes a container that has ended and is not to stay. Everything else
    /// of it is gone when its supervisor has told its end. A removal that fails
    /// is told beside it: the exit code is the container's.
    func conclude(_ record: ContainerRecord, _ end: ExitRecord) -> ExitRecord {
        var end = end
        do { try discard(record.id, removingVolumes: record.hasVolumes) } catch {
            end.add("could not be removed: \(error)")
        }
        return end
    }

    /// Follows a container until it runs. The lock is held as long.
    private func awaitStart(
        of record: ContainerRecord, _ connection: consuming PacketSocket, holding lock: consuming FileLock
    ) throws -> RunOutcome {
        defer { withExtendedLifetime(lock) {} }
        var buffer = VisitorMessage.makeBuffer()
        while true {
            let result = buffer.withUnsafeMutableBytes { bytes in
                Result { () throws(SystemError) in try connection.receive(into: bytes) }
            }
            let count = try result.get() ?? 0
            switch VisitorMessage(decoding: buffer[..<count]) {
            case .started: return .detached(id: record.id)
            case .ended(let end):
                return .ended(name: record.name, record.removeOnExit ? conclude(record, end) : end)
            case nil where count == 0: return try outcome(ofLost: record)
            default: break
            }
        }
    }
}

extension Launch {
    fileprivate consuming func takeLock() -> FileLock { draft.takeLock() }
}
