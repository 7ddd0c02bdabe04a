import Glibc

extension Engine {
    /// Does the work while the container is paused, and lets it go on
    /// afterwards, whatever came of it. One that doesn't run, or that somebody
    /// has paused before, stays as it is. Whoever is killed meanwhile leaves it
    /// paused, for everybody to see.
    func standingStill(_ container: Container?, _ work: () throws -> Void) throws {
        guard let container, case .running = container.state else { return try work() }
        // Whoever is interrupted now would leave it so.
        let signals = BlockedSignals()
        defer { withExtendedLifetime(signals) {} }
        try pause(container.id)
        let result = Result { try work() }
        // It may have been stopped meanwhile, or let go on by somebody else.
        _ = try? unpause(container.id)
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
