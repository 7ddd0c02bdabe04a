import Glibc

/// Waiting for something that has no notification: short sleeps that double,
/// until a total is spent.
public struct Backoff: Sendable {
    /// What is left of the total, in microseconds.
    private var remaining: UInt32
    /// The next sleep in microseconds.
    private var next: UInt32 = 50

    /// Waits at most `milliseconds` in all.
    public init(milliseconds: UInt32) {
        remaining = milliseconds * 1000
    }

    /// Sleeps once, up to 10 ms. `false`, at once, when the total is spent.
    public mutating func sleep() -> Bool {
        guard remaining > 0 else { return false }
        let duration = min(next, remaining, 10_000)
        usleep(duration)
        remaining -= duration
        next = duration * 2
        return true
    }
}
