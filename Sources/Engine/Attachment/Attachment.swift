import Glibc
import LinuxSystem
import Runtime

/// This process as a container's terminal: what the container writes comes
/// out here, what is typed goes there, signals are passed on. Ends when the
/// container does.
public final class Attachment {
    private let socket: PacketSocket
    let forwardsInput: Bool
    private let forwardsSignals: Bool
    private var detachFilter: DetachFilter
    private let terminal: Bool
    private let signals: SignalQueue
    private var buffer = VisitorMessage.makeBuffer()
    /// Messages that the supervisor had no room for, oldest first.
    private var unsent: [[UInt8]] = []
    /// The container's first process, once it runs.
    private var process: ProcessDescriptor?
    private var inputIsOpen: Bool
    private var interruptions = 0
    private var startLock: FileLock?

    /// - Parameters:
    ///   - signals: those of `signalsToForward()`, from before the container was made.
    ///   - terminal: the container has a terminal; its size follows ours.
    init(
        _ socket: consuming PacketSocket, signals: consuming SignalQueue, options: AttachOptions, terminal: Bool
    ) throws(SystemError) {
        self.socket = socket
        forwardsInput = options.input
        forwardsSignals = options.forwardsSignals
        // Keys are typed at a terminal; in a file they are two bytes as any other.
        detachFilter = DetachFilter(terminal ? options.detachKeys : .none)
        self.terminal = terminal
        inputIsOpen = options.input
        self.signals = signals
        try self.socket.descriptor.setNonBlocking()
    }

    /// The lock is let go as soon as the container runs.
    func hold(_ lock: consuming FileLock) {
        startLock = .some(lock)
    }

    /// As Docker's `--sig-proxy`: all but those that are about this process
    /// alone. From now on they are held until an attachment passes them on.
    static func signalsToForward() throws(SystemError) -> SignalQueue {
        let forwarded = [1, 2, 3, 10, 12, 15].compactMap { Signal(rawValue: $0) }
        return try SignalQueue(forwarded + [.windowChange])
    }

    /// How the attachment came to its end.
    public enum End: Sendable {
        /// The container ended, or never started.
        case ended(ExitRecord)
        /// The supervisor went away without a word: it was killed.
        case supervisorLost
        /// The user insisted (Docker: three interrupts), or is no longer there:
        /// the terminal hung up, or nobody reads the output.
        case abandoned
        /// The user typed the detach keys.
        case left
    }

    /// Relays until the end.
    public func run() throws(SystemError) -> End {
        if terminal { resize() }
        while true {
            var entries = [
                pollfd(
                    fd: socket.descriptor.number, events: Int16(POLLIN | (unsent.isEmpty ? 0 : POLLOUT)), revents: 0),
                pollfd(fd: signals.descriptor.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: inputIsOpen && unsent.isEmpty ? 0 : -1, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&entries, 3, -1) < 0 {
                if errno == EINTR { continue }
                throw SystemError("wait", "for the container", errno: errno)
            }
            if entries[0].revents & Int16(POLLOUT) != 0 { sendWaiting() }
            if entries[1].revents != 0, try forwardSignals() { return .abandoned }
            if entries[2].revents != 0 { try forwardInput() }
            if detachFilter.isDetached, unsent.isEmpty { return leave() }
            if entries[0].revents & ~Int16(POLLOUT) != 0, let end = try receive() { return end }
        }
    }

    /// The user typed the keys: the supervisor tells so, if it has room to hear it.
    private func leave() -> End {
        send(.detach)
        return .left
    }

    /// What the supervisor has sent, but not for ever: signals and keys are
    /// heard in between. Its last word, if it came.
    private func receive() throws(SystemError) -> End? {
        for _ in 0..<Self.mostMessages {
            let result = buffer.withUnsafeMutableBytes { bytes in
                Result { () throws(SystemError) in try socket.receive(into: bytes) }
            }
            guard let count = try result.get() else { return nil }
            if count == 0 {
                startLock = nil
                return .supervisorLost
            }
            switch VisitorMessage(decoding: buffer[..<count]) {
            case .output(let stream, let bytes):
                // Whoever read this has gone: `skiff run … | head`.
                let own: StandardStream = stream == .standardOutput ? .output : .error
                if !own.write(bytes) { return .abandoned }
            case .ended(let record):
                startLock = nil
                return .ended(record)
            // The supervisor keeps it a zombie, so that its id means no other.
            case .started(let pid):
                process = try? ProcessDescriptor(pid: pid)  // it has ended already
                startLock = nil
            default: break
            }
        }
        return nil
    }

    private static let mostMessages = 32

    private func forwardInput() throws(SystemError) {
        let count = buffer.withUnsafeMutableBytes { Glibc.read(0, $0.baseAddress, 32 * 1024) }
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        if count > 0 {
            let typed = detachFilter.pass(buffer[..<count])
            if !typed.isEmpty { send(.input(typed[...])) }
        } else {
            // The end, or a terminal that hung up.
            inputIsOpen = false
            send(.inputEnded)
        }
    }

    /// True when the user wants out whatever the container does.
    private func forwardSignals() throws(SystemError) -> Bool {
        while let received = try signals.next() {
            if received.signal == .windowChange {
                if terminal { resize() }
                continue
            }
            if forwardsSignals { pass(on: received.signal) } else { return true }
            if received.signal == .hangUp { return true }
            if received.signal == .interrupt || received.signal == .terminate {
                interruptions += 1
                if interruptions >= 3 { return true }
            }
        }
        return false
    }

    private func resize() {
        if let size = TerminalSize.ofStandardInput() { send(.resize(size)) }
    }

    private func send(_ message: VisitorMessage) {
        send(message.encoded())
    }

    private func send(_ packet: [UInt8]) {
        unsent.append(packet)
        sendWaiting()
    }

    private func sendWaiting() {
        // A connection that fails is noticed by the next receive.
        while let packet = unsent.first, (try? socket.send(packet, waiting: false)) != .full {
            unsent.removeFirst()
        }
    }

    /// Straight to the process once it runs: a message would wait behind input
    /// that the container doesn't read.
    private func pass(on signal: Signal) {
        switch process {
        case .some(let process): _ = try? process.send(signal)  // it has ended; its end is on its way
        case .none: send(.signal(signal))
        }
    }
}
