import CShim
import Glibc

/// A process, by descriptor: it refers to this process and to no later one
/// that got the same id (pidfd_open(2)).
public struct ProcessDescriptor: ~Copyable, Sendable {
    /// Readable, for poll(2) and epoll(7), once the process has ended.
    public let descriptor: Descriptor

    /// Takes ownership of a pidfd.
    public init(owning descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// pidfd_open(2). ESRCH: there is no such process.
    public init(pid: pid_t) throws(SystemError) {
        descriptor = try Descriptor(owning: check(skiff_pidfd_open(pid), "open", "process \(pid)"))
    }

    /// Gives the pidfd away.
    public consuming func takeDescriptor() -> Descriptor { descriptor }

    /// pidfd_send_signal(2). ESRCH: it has ended.
    public func send(_ signal: Signal) throws(SystemError) {
        try check(skiff_pidfd_send_signal(descriptor.number, signal.rawValue), "send \(signal.name)", "the process")
    }

    /// As `send`, by a number that need not be a signal's: 0 only looks whether
    /// the process is there.
    public func send(number: CInt) throws(SystemError) {
        try check(skiff_pidfd_send_signal(descriptor.number, number), "send signal \(number) to", "the process")
    }

    /// Waits for a child's end (waitid(2)).
    public func wait() throws(SystemError) -> ExitStatus {
        var status: CInt = 0
        try check(skiff_pidfd_wait(descriptor.number, 0, &status), "wait", "for the process")
        return ExitStatus(waitStatus: status)
    }

    /// The end of a child if it has ended; `nil` while it runs. The child stays
    /// a zombie, and its id its own, until `wait` or the end of this process.
    public func poll() throws(SystemError) -> ExitStatus? {
        var status: CInt = 0
        let result = skiff_pidfd_wait(descriptor.number, 1, &status)
        if result == -EAGAIN { return nil }
        try check(result, "wait", "for the process")
        return ExitStatus(waitStatus: status)
    }

    /// Whether the process, a child or not, ends within the time.
    /// - Parameter milliseconds: -1 waits without end.
    public func waitForEnd(milliseconds: CInt) throws(SystemError) -> Bool {
        var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        while true {
            let count = Glibc.poll(&entry, 1, milliseconds)
            if count >= 0 { return count > 0 }
            if errno != EINTR { throw SystemError("wait", "for the process", errno: errno) }
        }
    }
}

/// How a process ended (wait(2)).
public enum ExitStatus: Hashable, Sendable {
    case exited(code: Int32)
    case signaled(Signal, dumpedCore: Bool)

    /// From what wait(2) stores.
    public init(waitStatus: CInt) {
        if let signal = Signal(rawValue: waitStatus & 0x7f) {
            self = .signaled(signal, dumpedCore: waitStatus & 0x80 != 0)
        } else {
            self = .exited(code: (waitStatus >> 8) & 0xff)
        }
    }

    /// The shell's convention: the code itself, or 128 and the signal's number.
    public var shellCode: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal, _): 128 + signal.rawValue
        }
    }
}
