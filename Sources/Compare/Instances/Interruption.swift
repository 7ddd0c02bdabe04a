import Glibc
import LinuxSystem

/// The signals that end a comparison. They are read, not handled, so that whoever waits for an instance hears of
/// them at once, and what was started is ended in its order.
final class Interruption {
    private let signals: SignalQueue

    /// Blocks the signals in this thread: to be made before any other.
    init() throws(SystemError) {
        signals = try SignalQueue([.interrupt, .terminate, .hangUp, .quit])
    }

    /// Waits until one of the descriptors can be read, up to that moment.
    /// - Returns: whether each can be read; none can when the time is over.
    /// - Throws: `interrupted`, when a signal comes or has come.
    func wait(for descriptors: [CInt], until deadline: Uptime) throws -> [Bool] {
        try poll(descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }, until: deadline)
    }

    /// Waits until the descriptor can be written to, as a connection can that has been made or refused.
    /// - Returns: false when the time is over.
    func waitUntilWritable(_ descriptor: CInt, until deadline: Uptime) throws -> Bool {
        try poll([pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)], until: deadline)[0]
    }

    private func poll(_ asked: [pollfd], until deadline: Uptime) throws -> [Bool] {
        var entries = asked + [pollfd(fd: signals.descriptor.number, events: Int16(POLLIN), revents: 0)]
        let milliseconds = min(deadline.milliseconds(from: .now()), 3_600_000)
        let count = Glibc.poll(&entries, nfds_t(entries.count), CInt(milliseconds))
        if count < 0, errno != EINTR { throw SystemError("wait", "for an instance", errno: errno) }
        if let received = try signals.next() { throw ComparisonError.interrupted(signal: received.signal.rawValue) }
        return entries.dropLast().map { count > 0 && $0.revents != 0 }
    }

    /// Waits for that time, or for a signal.
    func pause(milliseconds: Int64) throws {
        let deadline = Uptime.now() + milliseconds
        while Uptime.now() < deadline { _ = try wait(for: [], until: deadline) }
    }
}
