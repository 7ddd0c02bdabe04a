import Glibc
import LinuxSystem
import Runtime

/// This process as a container's terminal: what the container writes comes
/// out here, what is typed goes there, signals are passed on. Ends when the
/// container does.
public final class Attachment {
    private let socket: PacketSocket
    private let forwardsInput: Bool
    private let terminal: Bool
    private let signals: SignalQueue
    private var buffer = [UInt8](repeating: 0, count: VisitorMessage.maximumLength)
    /// A message that the supervisor had no room for.
    private var unsent: [UInt8]?
    private var inputIsOpen: Bool
    private var interruptions = 0

    /// - Parameters:
    ///   - forwardsInput: standard input goes to the container.
    ///   - terminal: the container has a terminal; its size follows ours.
    public init(
        _ socket: consuming PacketSocket, forwardsInput: Bool, terminal: Bool
    ) throws(SystemError) {
        self.socket = socket
        self.forwardsInput = forwardsInput
        self.terminal = terminal
        inputIsOpen = forwardsInput
        signals = try SignalQueue(Self.forwardedSignals + [.windowChange])
        try self.socket.descriptor.setNonBlocking()
    }

    /// As Docker's `--sig-proxy`: all but those that are about this process alone.
    private static let forwardedSignals: [Signal] = [1, 2, 3, 10, 12, 15].compactMap { Signal(rawValue: $0) }

    /// How the attachment came to its end.
    public enum End: Sendable {
        /// The container ended, or never started.
        case ended(ExitRecord)
        /// The supervisor went away without a word: it was killed.
        case supervisorLost
        /// The user insisted (Docker: three interrupts), or is no longer there:
        /// the terminal hung up, or nobody reads the output.
        case abandoned
    }

    /// Relays until the end.
    public func run() throws(SystemError) -> End {
        if terminal { resize() }
        while true {
            var entries = [
                pollfd(fd: socket.descriptor.number, events: Int16(POLLIN | (unsent == nil ? 0 : POLLOUT)), revents: 0),
                pollfd(fd: signals.descriptor.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: inputIsOpen && unsent == nil ? 0 : -1, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&entries, 3, -1) < 0 {
                if errno == EINTR { continue }
                throw SystemError("wait", "for the container", errno: errno)
            }
            if entries[0].revents & Int16(POLLOUT) != 0, let message = unsent {
                unsent = nil
                send(message)
            }
            if entries[1].revents != 0, try forwardSignals() { return .abandoned }
            if entries[2].revents != 0 { try forwardInput() }
            if entries[0].revents & ~Int16(POLLOUT) != 0, let end = try receive() { return end }
        }
    }

    /// Everything that the supervisor has sent; its last word, if it came.
    private func receive() throws(SystemError) -> End? {
        while true {
            let result = buffer.withUnsafeMutableBytes { bytes in
                Result { () throws(SystemError) in try socket.receive(into: bytes) }
            }
            guard let count = try result.get() else { return nil }
            if count == 0 { return .supervisorLost }
            switch VisitorMessage(decoding: buffer[..<count]) {
            case .output(let stream, let bytes):
                // Whoever read this has gone: `skiff run … | head`.
                let own: StandardStream = stream == .standardOutput ? .output : .error
                if !own.write(bytes) { return .abandoned }
            case .ended(let record): return .ended(record)
            case .started, .input, .inputEnded, .resize, .signal, nil: break
            }
        }
    }

    private func forwardInput() throws(SystemError) {
        let count = buffer.withUnsafeMutableBytes { Glibc.read(0, $0.baseAddress, 32 * 1024) }
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        if count > 0 {
            send(.input(buffer[..<count]))
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
            send(.signal(received.signal))
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
        // A connection that fails is noticed by the next receive.
        if (try? socket.send(packet, waiting: false)) == .full { unsent = packet }
    }
}
