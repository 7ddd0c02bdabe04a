import Cgroups
import Glibc
import LinuxSystem

extension Supervisor {
    /// The container's first process has ended: everything that it had goes,
    /// in reverse order, then its end is recorded and told.
    ///
    /// Whatever fails on the way is told in the record; the exit code itself is
    /// never lost to it. The process stays a zombie until that is written: so
    /// its id means no other process before.
    func finish(_ status: ExitStatus) throws {
        Trace.mark("supervisor: end seen")
        guard let run = current else { return }
        var troubles = [String]()
        run.streams.input = nil
        run.health?.probe = nil
        var outOfMemory: OutOfMemory?
        attempt(&troubles) { outOfMemory = try run.cgroup?.outOfMemory() ?? nil }
        var death = death(status, of: run)
        if let leftovers = run.cgroup.take()?.clear() { troubles.append(leftovers) }
        let network = starter.connection.current
        troubles += endNetwork()
        // Now that nobody is left who writes.
        attempt(&troubles) { try drainOutput() }
        log.finish()
        if let loss = log.loss { troubles.append(loss.sentence) }
        death?.lastLines = tail.lines
        var record = Self.record(status, outOfMemory: outOfMemory, death: death, startedAt: run.startedAt)
        let length = (Uptime.now().nanoseconds - run.began.nanoseconds) / 1_000_000
        record.restartCount = restarts.count
        record.length = length
        record.wasStopped = stop != nil
        Trace.mark("supervisor: cgroup removed")
        for trouble in troubles { record.add(trouble) }
        happenings.ended(record)
        happenings.changed("disconnect", network)
        try events.remove(run.process.descriptor)
        if plansRestart(after: record, run: length) {
            announce(.ended(record))
            _ = try? run.process.wait()  // it has ended: nothing more to learn
            current = nil
            return
        }
        try conclude(record)
    }

    private func attempt(_ troubles: inout [String], _ work: () throws -> Void) {
        do { try work() } catch { troubles.append("\(error)") }
    }

    static func record(
        _ status: ExitStatus, outOfMemory: OutOfMemory?, death: Death?, startedAt: Timestamp
    ) -> ExitRecord {
        var record = ExitRecord(
            exitCode: status.shellCode, startedAt: startedAt.nanoseconds, finishedAt: Timestamp.now().nanoseconds,
            oomKilled: (outOfMemory?.kills ?? 0) > 0)
        if case .signaled(let signal, _) = status {
            record.signal = signal.rawValue
            // The out-of-memory killer uses SIGKILL; another signal had
            // another sender, whatever else was killed before.
            if case .outOfMemoryKiller = death?.sender { record.cause = outOfMemory?.sentence }
        }
        record.death = death
        return record
    }

    /// Records the last end, tells the visitors, and waits until they have read
    /// everything or left.
    func conclude(_ end: ExitRecord) throws {
        var record = end
        for trouble in starter.connection.release() { record.add(trouble) }
        if record.wasStopped, stop?.patience != nil { happenings.stopped() }
        do { try directory.write(.exited(record)) } catch { record.add("its end can't be recorded: \(error)") }
        Trace.mark("supervisor: end recorded")
        // Nobody new comes in, and who is in the queue is turned away.
        // It may be gone, with a directory that was removed.
        _ = try? directory.descriptor.removeFile(ContainerDirectory.socketName)
        listener = nil
        // Two overlays on one writable layer would not agree (overlayfs.rst).
        starter.root = nil
        lock = nil
        // What visitors still ask for comes too late.
        current = nil
        let hadVisitor = visitors.values.contains { $0.isAttached }
        announce(.ended(record))
        finishExecutions()
        try events.remove(signals.descriptor)  // it would be ready for ever
        while visitors.values.contains(where: \.isBehind) {
            try watchVisitors()
            for event in try events.wait() where visitors[event.token] != nil { try serve(event) }
        }
        if !hadVisitor, let remover = settings.remover {
            try ChildProcess(remover, arguments: ["skiff", "rm", "--force", settings.containerID]).spawn()
        }
        isOver = true
    }
}
