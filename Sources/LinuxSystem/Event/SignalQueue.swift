import CShim
import Glibc

/// Signals received by reading instead of by a handler (signalfd(2)). They
/// are blocked in this thread, so make it before any other thread exists.
public struct SignalQueue: ~Copyable {
    /// Readable when a signal has come.
    public let descriptor: Descriptor

    public init(_ signals: [Signal]) throws(SystemError) {
        let mask = signals.reduce(UInt64(0)) { $0 | 1 << UInt64($1.rawValue - 1) }
        descriptor = try Descriptor(owning: check(skiff_signal_descriptor(mask), "create", "a signal descriptor"))
    }

    /// A signal and the process that sent it (0 when the kernel did).
    public struct Received: Sendable {
        /// Several of the same that wait are one.
        public let signal: Signal
        /// As this process's pid namespace knows it.
        public let sender: pid_t
    }

    /// The next signal that has come; `nil` when there is none.
    public func next() throws(SystemError) -> Received? {
        var sender: pid_t = 0
        let number = skiff_signal_read(descriptor.number, &sender)
        if number == -EAGAIN { return nil }
        try check(number, "read", "signals")
        return Signal(rawValue: number).map { Received(signal: $0, sender: sender) }
    }
}
