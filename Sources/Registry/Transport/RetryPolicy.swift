import Glibc
import NIOHTTP1

/// When a request that failed is tried again: pauses that double, with some
/// chance in them so that many clients don't come back at the same instant.
struct RetryPolicy {
    private let limits: TransferLimits
    private(set) var attempt = 1

    init(_ limits: TransferLimits) {
        self.limits = limits
    }

    /// Statuses that say "not now": too many requests, and a server or a proxy in trouble (RFC 9110,
    /// section 15.6).
    static func mayHelp(after status: HTTPResponseStatus) -> Bool {
        [408, 429, 500, 502, 503, 504].contains(status.code)
    }

    /// Waits before the next attempt.
    /// - Parameter asked: what the registry asks for, in seconds.
    /// - Returns: false, at once, when there were enough.
    mutating func pause(asked: Double? = nil) -> Bool {
        guard attempt < limits.attempts else { return false }
        let doubled = limits.firstPause * Double(1 << min(attempt - 1, 16))
        let seconds = max(asked ?? 0, doubled * Double.random(in: 0.5...1))
        attempt += 1
        usleep(UInt32(min(seconds, limits.longestPause) * 1e6))
        return true
    }

    /// Progress was made: what comes now is counted anew.
    mutating func reset() { attempt = 1 }

    /// The pause in `Retry-After`, when it's given in seconds (RFC 9110, section 10.2.3). A date would
    /// need clocks that agree; then our own pause does.
    static func askedPause(_ headers: HTTPHeaders) -> Double? {
        headers.first(name: "retry-after").flatMap { UInt32($0) }.map(Double.init)
    }
}
