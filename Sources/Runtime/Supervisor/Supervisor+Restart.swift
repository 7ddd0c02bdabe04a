import LinuxSystem

extension Supervisor {
    /// Whether the policy wants another run after this end. If so it is
    /// recorded, and due after the policy's delay.
    func plansRestart(after record: ExitRecord, run: Int64) -> Bool {
        guard stop == nil, settings.restartPolicy.restarts(after: record, restarts: restarts.count) else {
            return false
        }
        restarts.next = Uptime.now() + restarts.delay.next(after: run)
        restarts.last = record
        // Where the disk is full the container is no worse off than before.
        _ = try? directory.write(.restarting(.init(last: record, restartCount: restarts.count)))
        return true
    }

    /// Starts the container once more. One that can't be started has ended.
    func startAgain() throws {
        restarts.next = nil
        restarts.count += 1
        do {
            let run = try starter.startAgain(in: directory)
            pendingInput.removeAll()
            tail.clear()
            inputEnds = false
            isOutputPaused = false
            try begin(run)
        } catch {
            var record = ExitRecord(failedToStart: error)
            record.restartCount = restarts.count
            if plansRestart(after: record, run: 0) { return }
            try conclude(record)
        }
    }

    /// Stopped between two runs: the last one's end is the container's.
    func giveUpRestart() throws {
        guard restarts.next != nil, var record = restarts.last else { return }
        restarts.next = nil
        record.wasStopped = true
        try conclude(record)
    }
}
