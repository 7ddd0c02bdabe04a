import Cgroups
import Glibc
import LinuxSystem

extension Supervisor {
    /// Collects what is known of the end of a run whose cgroup is still there.
    /// Only of one that did not go well: a good end has no need to be explained.
    func death(_ status: ExitStatus, of run: ContainerRun) -> Death? {
        guard status != .exited(code: 0) else { return nil }
        var death = Death()
        // What can't be read is left out: the end is recorded all the same.
        if let statistics = try? run.cgroup?.statistics() ?? nil { death.add(statistics) }
        if case .signaled(_, let dumpedCore) = status { death.dumpedCore = dumpedCore }
        if run.health?.health.status == .unhealthy { death.health = run.health?.health }
        if run.refusals != nil {
            death.watchedFilter = true
            death.refusedCalls = run.refusals?.calls(before: Uptime.now()) ?? []
        }
        let kernelTexts = isOfInterestToTheKernel(status, death) ? KernelLog.texts(since: run.began) : nil
        death.kernelLines = (kernelTexts ?? []).filter {
            $0.contains("[\(run.pid)]:") || $0.contains("pid=\(run.pid) ")
        }
        death.sender = sender(of: status, death, run: run, kernelTexts: kernelTexts)
        return death
    }

    /// Only then is its log worth reading.
    private func isOfInterestToTheKernel(_ status: ExitStatus, _ death: Death) -> Bool {
        guard case .signaled(let signal, _) = status else { return false }
        return switch signal.rawValue {
        case SIGKILL: death.outOfMemoryKills > 0
        case SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS: true
        default: false
        }
    }

    private func sender(of status: ExitStatus, _ death: Death, run: ContainerRun, kernelTexts: [String]?) -> Death
        .Sender?
    {
        guard case .signaled(let signal, _) = status else {
            // One that heeds its stop signal may end with a code of its own.
            return stop.map { $0.sender(of: nil) }
        }
        switch signal.rawValue {
        case SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT:
            return stop?.signal == signal ? stop?.sender(of: signal) : .itself
        case SIGSYS: return .filter
        default: break
        }
        if signal == .kill, death.outOfMemoryKills > 0 {
            if let report = OutOfMemoryReport.find(victim: run.pid, in: kernelTexts ?? []) {
                return .outOfMemoryKiller(cgroup: report.cgroup)
            }
            // Where the log is closed to us nothing but an order of ours speaks against it.
            if kernelTexts == nil, stop == nil { return .outOfMemoryKiller(cgroup: run.cgroupPath) }
        }
        if let stop, stop.isKilled ? signal == .kill : signal == stop.signal { return stop.sender(of: signal) }
        if let last = run.lastSignal, last.signal == signal { return last.sender(of: signal) }
        if run.wasKilledAsUnhealthy, signal == .kill { return .healthCheck }
        return run.hasOwnProcesses ? .host : nil
    }
}

extension StopOrder {
    /// - Parameter signal: what ended it; `nil`: it exited after all.
    func sender(of signal: Signal?) -> Death.Sender {
        guard let patience else { return .kill(user: user) }
        return .stop(user: user, after: signal == .kill && self.signal != .kill ? patience : nil)
    }
}

extension Death {
    fileprivate mutating func add(_ statistics: Statistics) {
        outOfMemoryKills = statistics.memory?.outOfMemoryKills ?? 0
        memoryLimit = statistics.memory?.limit
        memoryPeak = statistics.memory?.peak
        throttled = statistics.cpu?.throttled ?? 0
        refusedProcesses = statistics.pids?.refusals ?? 0
        processLimit = statistics.pids?.limit
    }
}
