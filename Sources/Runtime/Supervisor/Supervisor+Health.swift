import LinuxSystem
import OCI

/// What a run's checks are at.
struct HealthWatch {
    let check: HealthCheck
    var health = Health()
    /// When the next check is due; `nil` while one is being made.
    var next: Uptime?
    var probe: HealthProbe?

    init(_ check: HealthCheck, began: Uptime) {
        self.check = check
        next = began + (check.startPeriod > 0 ? check.startInterval : check.interval)
    }

    /// When something is to be done: a check begun or ended. What the probe
    /// writes is read now and then, too.
    var due: Uptime? { probe.map { min($0.deadline, Uptime.now() + Self.look) } ?? next }

    /// A probe's output fills its pipe no longer than this, in milliseconds.
    private static let look: Int64 = 100
}

extension Supervisor {
    /// Begins, follows or ends the run's check, as the time has come.
    func keepHealth() throws {
        // Who is frozen can't be asked, nor ended.
        guard let run = current, !run.isPaused, let watch = run.health else { return }
        let now = Uptime.now()
        if let probe = watch.probe {
            probe.read(into: &buffer)
            if let status = try probe.process.poll() {
                try end(probe, exitCode: status.shellCode)
            } else if probe.deadline <= now {
                _ = try? probe.process.send(.kill)  // it may just have ended
                try end(probe, exitCode: nil)
            }
        } else if let next = watch.next, next <= now {
            try beginProbe(watch.check)
        }
    }

    private func beginProbe(_ check: HealthCheck) throws {
        current?.health?.next = nil
        do {
            let pipe = try Pipe()
            try pipe.readEnd.setNonBlocking()
            guard let run = current else { throw RuntimeError.refused("the container is not running") }
            var process = try process(of: run)
            process.arguments = check.command
            process.terminal = false
            let streams = ChildStreams(
                input: try Descriptor.open("/dev/null", [.readOnly]), output: try pipe.writeEnd.duplicate(),
                error: pipe.writeEnd)
            let launched = try launch(process, .some(streams))
            let probe = HealthProbe(launched, output: pipe.readEnd, timeout: check.timeout)
            current?.health?.probe = probe
            try events.add(probe.process.descriptor, .readable, token: Token.probe)
        } catch {
            let now = Timestamp.now().nanoseconds
            try note(Health.Result(startedAt: now, endedAt: now, exitCode: -1, output: "\(error)"))
        }
    }

    /// - Parameter exitCode: `nil`: it took too long.
    private func end(_ probe: HealthProbe, exitCode: Int32?) throws {
        try events.remove(probe.process.descriptor)
        // One that was killed is reaped when it has ended, which may take its time.
        if exitCode != nil { _ = try? probe.process.wait() }
        guard let timeout = current?.health?.check.timeout else { return }
        try note(probe.result(exitCode, timeout: timeout))
        reap()
    }

    private func note(_ result: Health.Result) throws {
        guard let run = current, var watch = run.health else { return }
        let age = (Uptime.now().nanoseconds - run.began.nanoseconds) / 1_000_000
        let isStarting = age < watch.check.startPeriod && watch.health.status == .starting
        let before = watch.health.status
        watch.health.add(result, retries: watch.check.retries, counts: !isStarting)
        watch.probe = nil
        watch.next = Uptime.now() + (isStarting ? watch.check.startInterval : watch.check.interval)
        run.health = watch
        tryToRecord()
        if watch.health.status != before { happenings.healthChanged(to: watch.health.status.rawValue) }
        guard watch.health.status == .unhealthy, settings.restartPolicy == .unhealthy else { return }
        run.wasKilledAsUnhealthy = true
        try sendToContainer(.kill)
    }
}
