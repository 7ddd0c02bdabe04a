import Cgroups
import Glibc
import LinuxSystem

extension Supervisor {
    /// The container's first process has ended: everything that it had goes,
    /// in reverse order, then its end is recorded and told.
    ///
    /// Whatever fails on the way is told in the record; the exit code itself is
    /// never lost to it. The process stays a zombie until this one ends: so its
    /// id means no other process before the record is written.
    func finish(_ status: ExitStatus) throws {
        Trace.mark("supervisor: end seen")
        var troubles = [String]()
        attempt(&troubles) { try drainOutput() }
        log.finish()
        if let loss = log.loss { troubles.append(loss.sentence) }
        container.streams.input = nil
        var outOfMemory: OutOfMemory?
        attempt(&troubles) { outOfMemory = try container.cgroup?.outOfMemory() ?? nil }
        if let leftovers = container.cgroup.take()?.clear() { troubles.append(leftovers) }
        var record = Self.record(status, outOfMemory: outOfMemory, startedAt: container.startedAt)
        Trace.mark("supervisor: cgroup removed")
        for trouble in troubles { record.add(trouble) }
        do { try directory.write(.exited(record)) } catch { record.add("its end can't be recorded: \(error)") }
        Trace.mark("supervisor: end recorded")
        lock = nil
        try conclude(record)
    }

    private func attempt(_ troubles: inout [String], _ work: () throws -> Void) {
        do { try work() } catch { troubles.append("\(error)") }
    }

    static func record(_ status: ExitStatus, outOfMemory: OutOfMemory?, startedAt: Timestamp) -> ExitRecord {
        var record = ExitRecord(
            exitCode: status.shellCode, startedAt: startedAt.nanoseconds, finishedAt: Timestamp.now().nanoseconds,
            oomKilled: (outOfMemory?.kills ?? 0) > 0)
        if case .signaled(let signal, _) = status {
            record.signal = signal.rawValue
            // The out-of-memory killer uses SIGKILL; another signal had
            // another sender, whatever else was killed before.
            if signal == .kill, record.oomKilled { record.cause = outOfMemory?.sentence }
        }
        return record
    }

    /// Tells the visitors and waits until they have read everything or left.
    private func conclude(_ record: ExitRecord) throws {
        let hadVisitor = !visitors.isEmpty
        announce(.ended(record))
        // These would be ready for ever.
        try events.remove(container.process.descriptor)
        try events.remove(signals.descriptor)
        while visitors.values.contains(where: \.isBehind) {
            try watchVisitors()
            for event in try events.wait() where event.token >= Token.firstVisitor { try serve(event) }
        }
        if !hadVisitor, let remover = settings.remover {
            try ChildProcess(remover, arguments: ["skiff", "rm", "--force", settings.containerID]).spawn()
        }
    }
}
