import Cgroups
import Glibc
import LinuxSystem
import Runtime

extension Engine {
    /// Does the work while the container's processes are frozen (cgroups(7)),
    /// and lets them go on afterwards, whatever came of it. One that doesn't
    /// run, or that somebody has frozen before, stays as it is.
    func standingStill(_ container: Container?, _ work: () throws -> Void) throws {
        guard let container, case .running(let running) = container.state else { return try work() }
        let cgroup = try Cgroup.open(running.cgroup, on: Hierarchies.detect())
        guard try !cgroup.isFrozen() else { return try work() }
        // Whoever is interrupted now would leave them frozen for ever.
        let signals = BlockedSignals()
        defer { withExtendedLifetime(signals) {} }
        try cgroup.freeze()
        let result = Result { try work() }
        try cgroup.thaw()
        try result.get()
    }
}

/// SIGINT, SIGTERM and SIGHUP wait for this thread until the value is let go of (pthread_sigmask(3)).
private struct BlockedSignals: ~Copyable {
    private var former = sigset_t()

    init() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, &former)
    }

    deinit {
        var former = former
        pthread_sigmask(SIG_SETMASK, &former, nil)
    }
}
