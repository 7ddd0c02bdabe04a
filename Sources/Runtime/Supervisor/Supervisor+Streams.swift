import Glibc
import LinuxSystem

extension Supervisor {
    func watchOutput() throws(SystemError) {
        guard let run = current else { return }
        switch run.streams.output {
        case .some(let output): try events.add(output, .readable, token: Token.output)
        case .none: break
        }
        switch run.streams.error {
        case .some(let error): try events.add(error, .readable, token: Token.error)
        case .none: break
        }
    }

    /// Reads once and passes on. One read a round keeps both streams in step.
    func relay(_ stream: OutputStream) throws(SystemError) {
        guard let count = try readOutput(stream) else { return }
        guard count > 0 else { return close(stream) }
        pass(buffer[..<count], from: stream)
    }

    private func pass(_ bytes: ArraySlice<UInt8>, from stream: OutputStream) {
        log.append(bytes, from: stream)
        if stream == .standardError || current?.streams.isTerminal == true { tail.append(bytes) }
        announce(.output(stream, bytes))
    }

    /// `nil`: nothing to read now; 0: the end.
    private func readOutput(_ stream: OutputStream) throws(SystemError) -> Int? {
        guard let number = current?.streams.number(of: stream), number >= 0 else { return nil }
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, $0.count) }
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: return nil
            case EIO: return 0  // a terminal that nobody holds open any more
            default: throw SystemError("read", stream.name, errno: errno)
            }
        }
    }

    private func close(_ stream: OutputStream) {
        guard let run = current else { return }
        switch stream {
        case .standardOutput:
            run.streams.forgetOutput(events)
            run.streams.output = nil
        case .standardError: run.streams.error = nil
        }
    }

    /// All that the container has written before it ended. Somebody outside
    /// may have its pipe open, too, and go on: what it held counts.
    func drainOutput() throws(SystemError) {
        for stream in [OutputStream.standardOutput, .standardError] {
            var rest = current?.streams.capacity(of: stream) ?? 0
            while rest > 0, let count = try readOutput(stream), count > 0 {
                pass(buffer[..<count], from: stream)
                rest -= count
            }
            close(stream)
        }
    }

    /// While somebody who is attached is behind, nothing more is read: the
    /// container waits at its full pipe, as it would for a slow terminal.
    func pauseOrResumeOutput() throws(SystemError) {
        let pause = visitors.values.contains { $0.isAttached && $0.isBehind }
        guard pause != isOutputPaused else { return }
        isOutputPaused = pause
        let readiness: Readiness = pause ? [] : .readable
        guard let run = current else { return }
        switch run.streams.output {
        case .some(let output): try events.modify(output, readiness, token: Token.output)
        case .none: break
        }
        switch run.streams.error {
        case .some(let error): try events.modify(error, readiness, token: Token.error)
        case .none: break
        }
    }

    /// Writes what the container has room for; the rest waits until it reads.
    func writePendingInput() throws(SystemError) {
        guard let run = current else { return pendingInput.removeAll() }
        let number = run.streams.inputNumber
        if number < 0 { pendingInput.removeAll() }
        while !pendingInput.isEmpty {
            let count = Glibc.write(number, pendingInput, pendingInput.count)
            if count >= 0 {
                pendingInput.removeFirst(count)
            } else if errno == EAGAIN {
                return try run.streams.watchInput(events, token: Token.input)
            } else if errno != EINTR {
                // EPIPE: it has closed its input, so no more goes there. EIO: the terminal has no reader.
                pendingInput.removeAll()
                inputEnds = true
            }
        }
        run.streams.forgetInput(events)
        // The end of input to a terminal is a character, not a closed descriptor.
        if inputEnds, !run.streams.isTerminal { run.streams.input = nil }
    }
}

extension ContainerStreams {
    func number(of stream: OutputStream) -> CInt {
        switch stream {
        case .standardOutput: Self.number(output)
        case .standardError: Self.number(error)
        }
    }

    /// How many bytes of output can wait to be read. A terminal doesn't tell
    /// and holds less than the largest of pipes.
    func capacity(of stream: OutputStream) -> Int {
        let largest = 1 << 20
        return switch stream {
        case .standardOutput: Self.capacity(output) ?? largest
        case .standardError: Self.capacity(error) ?? largest
        }
    }

    private static func capacity(_ descriptor: borrowing Descriptor?) -> Int? {
        switch descriptor {
        case .some(let descriptor): descriptor.pipeCapacity
        case .none: 0
        }
    }

    /// Output that is closed is not told of any more, though a terminal stays
    /// open for input.
    func forgetOutput(_ events: borrowing EventQueue) {
        switch output {
        case .some(let output): _ = try? events.remove(output)  // it may have been removed before
        case .none: break
        }
    }

    var inputNumber: CInt { Self.number(input) }

    private static func number(_ descriptor: borrowing Descriptor?) -> CInt {
        switch descriptor {
        case .some(let descriptor): descriptor.number
        case .none: -1
        }
    }

    /// Reports when the container has room for input again.
    mutating func watchInput(_ events: borrowing EventQueue, token: UInt64) throws(SystemError) {
        guard !isInputWatched else { return }
        switch input {
        case .some(let input): try events.add(input, .writable, token: token)
        case .none: return
        }
        isInputWatched = true
    }

    mutating func forgetInput(_ events: borrowing EventQueue) {
        switch input {
        // It was added, so it can be removed.
        case .some(let input): _ = try? events.remove(input)
        case .none: break
        }
        isInputWatched = false
    }
}
