import Cgroups
import Glibc
import LinuxSystem

extension Supervisor {
    /// The container's first process has ended: everything that it had goes,
    /// in reverse order, then its end is recorded and told.
    func finish(_ status: ExitStatus) throws {
        Trace.mark("supervisor: end seen")
        try drainOutput()
        log.finish()
        container.streams.input = nil
        let outOfMemory = try container.cgroup?.outOfMemory() ?? nil
        let leftovers = container.cgroup.take()?.clear() ?? nil
        var record = Self.record(status, outOfMemory: outOfMemory, startedAt: container.startedAt)
        if let leftovers { record.cause = [record.cause, leftovers].compactMap(\.self).joined(separator: "; ") }
        Trace.mark("supervisor: cgroup removed")
        do {
            try directory.write(.exited(record))
        } catch {
            record.cause = [record.cause, "ended, which could not be recorded: \(error)"]
                .compactMap(\.self).joined(separator: "; ")
        }
        Trace.mark("supervisor: end recorded")
        try conclude(record)
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
