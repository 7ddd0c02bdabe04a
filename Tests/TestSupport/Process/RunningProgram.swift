import Glibc
import LinuxSystem

/// A program that a test started and its three pipes. It is killed, by its own
/// id, and reaped with its owner.
public struct RunningProgram: ~Copyable {
    public let pid: pid_t
    private let name: String
    private let process: ProcessDescriptor
    /// To standard input; `nil` once it was closed.
    private var input: Descriptor?
    public var output: StreamReader
    public var error: StreamReader
    private var status: ExitStatus?

    init(
        pid: pid_t, name: String, input: consuming Descriptor, output: consuming StreamReader,
        error: consuming StreamReader
    ) throws {
        self.pid = pid
        self.name = name
        process = try ProcessDescriptor(pid: pid)
        self.input = .some(input)
        self.output = output
        self.error = error
    }

    deinit {
        guard status == nil else { return }
        // It may have ended on its own, which is as good.
        try? process.send(.kill)
        _ = try? process.wait()
    }

    public func send(_ signal: Signal) throws { try process.send(signal) }

    /// Writes to standard input.
    public func write(_ text: String) throws {
        switch input {
        case .some(let input): try input.write(text, name: name)
        case .none: throw TestFailure("\(name): standard input is closed")
        }
    }

    public mutating func closeInput() { input = nil }

    /// Waits for the end without touching the pipes: the exit code.
    public mutating func waitForEnd(within limit: Duration = .seconds(20)) throws -> Int32 {
        if let status { return status.shellCode }
        guard try process.waitForEnd(milliseconds: Deadline(after: limit).milliseconds) else {
            throw TestFailure(
                "\(name) still runs after \(limit); it wrote \"\(output.text.suffix(2000))\(error.text)\"")
        }
        let status = try process.wait()
        self.status = status
        return status.shellCode
    }

    /// Feeds standard input, closes it, and reads all output until the end.
    public consuming func finish(input bytes: [UInt8] = [], within limit: Duration = .seconds(60)) throws
        -> ProgramResult
    {
        let deadline = Deadline(after: limit)
        var rest = bytes[...]
        switch input {
        case .some(let input): try input.setNonBlocking()
        case .none: break
        }
        while !output.hasEnded || !error.hasEnded {
            if rest.isEmpty { input = nil }
            try relay(&rest, until: deadline)
        }
        let exitCode = try waitForEnd(within: .milliseconds(Int(max(deadline.milliseconds, 1000))))
        return ProgramResult(exitCode: exitCode, output: output.received, error: error.received)
    }

    private mutating func relay(_ rest: inout ArraySlice<UInt8>, until deadline: Deadline) throws {
        let inputNumber = inputNumber
        var entries = [
            pollfd(fd: inputNumber, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: output.hasEnded ? -1 : output.descriptor.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: error.hasEnded ? -1 : error.descriptor.number, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&entries, 3, deadline.milliseconds) > 0 else {
            throw TestFailure(
                "\(name) took too long; it wrote \"\(output.text.suffix(2000))\(error.text.suffix(2000))\"")
        }
        if entries[0].revents != 0 {
            let count = rest.withUnsafeBytes { Glibc.write(inputNumber, $0.baseAddress, $0.count) }
            // EPIPE: the program wants no more, which is its right.
            if count < 0, errno != EAGAIN { rest = [] } else { rest = rest.dropFirst(max(0, count)) }
        }
        if entries[1].revents != 0 { try output.readOnce() }
        if entries[2].revents != 0 { try error.readOnce() }
    }

    private var inputNumber: CInt {
        switch input {
        case .some(let input): input.number
        case .none: -1
        }
    }
}
