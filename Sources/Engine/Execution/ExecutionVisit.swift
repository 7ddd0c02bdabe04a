import Glibc
import LinuxSystem
import Runtime

/// This process as the terminal of a further process of a container. What that
/// writes comes through a pipe or a terminal of its own, past the supervisor,
/// which only tells of its start and its end.
final class ExecutionVisit {
    private let supervisor: PacketSocket
    private var streams: ExecutionStreams.Near
    private let signals: SignalQueue?
    private let options: ExecOptions
    private var input: ExecutionInput
    private var process: ProcessDescriptor?
    private var interruptions = 0
    private var buffer = VisitorMessage.makeBuffer()

    init(
        _ supervisor: consuming PacketSocket, streams: consuming ExecutionStreams.Near,
        signals: consuming SignalQueue?, options: ExecOptions
    ) {
        self.supervisor = supervisor
        self.streams = streams
        self.signals = signals
        self.options = options
        input = ExecutionInput(options)
    }

    /// Follows the process from its start to its end.
    /// - Returns: `nil` when the supervisor would start none now, or not for whoever is meant.
    func run() throws -> Engine.ExecOutcome? {
        // A process that leaves before it has read its input must not end us (pipe(7)).
        signal(SIGPIPE, SIG_IGN)
        var descriptors = DescriptorList()
        switch try receive(&descriptors) {
        case .started(let pid): try begin(pid, descriptors.takeFirst())
        case .refused(let code, let sentence): return .refused(exitCode: code, sentence)
        case .notNow: return nil
        default: return .lost
        }
        if options.detach { return .detached }
        guard options.terminal, options.interactive, isatty(0) == 1 else { return try relay() }
        let raw = try RawTerminal.standardInput()
        defer { withExtendedLifetime(raw) {} }
        return try relay()
    }

    private func begin(_ pid: Int32, _ console: consuming Descriptor?) throws(SystemError) {
        process = try? ProcessDescriptor(pid: pid)  // it has ended already
        guard let console else { return }
        try console.setNonBlocking()
        streams.input = try .some(console.duplicate())
        streams.output = .some(console)
    }

    private func receive(_ descriptors: inout DescriptorList) throws(SystemError) -> VisitorMessage? {
        var result = Result<Int?, SystemError>.success(nil)
        buffer.withUnsafeMutableBytes { bytes in
            do throws(SystemError) {
                result = .success(try supervisor.receive(into: bytes, descriptors: &descriptors))
            } catch {
                result = .failure(error)
            }
        }
        return VisitorMessage(decoding: buffer[..<(try result.get() ?? 0)])
    }

    private func relay() throws -> Engine.ExecOutcome {
        while true {
            var entries = [
                pollfd(fd: supervisor.descriptor.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: number(of: signals), events: Int16(POLLIN), revents: 0),
                pollfd(fd: input.isOpen && !input.isPending ? 0 : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: input.isPending ? streams.inputNumber : -1, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: streams.outputNumber, events: Int16(POLLIN), revents: 0),
                pollfd(fd: streams.errorNumber, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&entries, nfds_t(entries.count), -1) < 0 {
                if errno == EINTR { continue }
                throw SystemError("wait", "for the process", errno: errno)
            }
            if entries[1].revents != 0, try forwardSignals() { return .abandoned }
            if entries[2].revents != 0 { input.read(using: &buffer) }
            if (entries[2].revents | entries[3].revents) != 0 { writeInput() }
            if entries[4].revents != 0, !copy(.output) { return .abandoned }
            if entries[5].revents != 0, !copy(.error) { return .abandoned }
            if input.isDetached { return .abandoned }
            if entries[0].revents != 0 {
                var none = DescriptorList()
                let last = try receive(&none)
                // What it wrote before its end is there by now. Whoever it has
                // left behind may write on, to nobody.
                copyRest(.output)
                copyRest(.error)
                if case .executionEnded(let code) = last { return .ended(exitCode: code) }
                return .lost
            }
        }
    }

    /// What a pipe, or a terminal, can hold is read and no more.
    private func copyRest(_ stream: StandardStream) {
        var rest = streams.capacity(of: stream)
        while rest > 0, let count = streams.read(stream, into: &buffer), count > 0, stream.write(buffer[..<count]) {
            rest -= count
        }
    }

    /// What is there to read, up to a buffer of it. False: nobody reads our output any more.
    private func copy(_ stream: StandardStream) -> Bool {
        guard let count = streams.read(stream, into: &buffer), count > 0 else { return true }
        return stream.write(buffer[..<count])
    }

    private func writeInput() {
        input.write(to: streams.inputNumber)
        // The end of input to a terminal is a character, not a closed descriptor.
        if !input.isOpen, !input.isPending, !options.terminal { streams.input = nil }
    }

    /// True when the user wants out whatever the process does.
    private func forwardSignals() throws(SystemError) -> Bool {
        while let received = try signals?.next() ?? nil {
            if received.signal == .windowChange {
                if options.terminal, let size = TerminalSize.ofStandardInput() {
                    try streams.output?.setTerminalSize(size)
                }
                continue
            }
            _ = try? process?.send(received.signal)  // it has ended; its end is on its way
            interruptions += 1
            if received.signal == .hangUp || interruptions >= 3 { return true }
        }
        return false
    }

    private func number(of queue: borrowing SignalQueue?) -> CInt {
        switch queue {
        case .some(let queue): queue.descriptor.number
        case .none: -1
        }
    }
}
