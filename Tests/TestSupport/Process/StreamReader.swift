import Glibc
import LinuxSystem

/// The reading end of a pipe or of a terminal, and all that came out of it.
public struct StreamReader: ~Copyable {
    /// What is read from, for who has to ask more of it.
    public let descriptor: Descriptor
    /// Everything read so far.
    public private(set) var received: [UInt8] = []
    /// Whether the end was seen.
    public private(set) var hasEnded = false

    public init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// Everything read so far, as text.
    public var text: String { String(decoding: received, as: UTF8.self) }

    /// Reads what is there. EIO is how a terminal says that nobody has it open
    /// any more (pty(7)).
    public mutating func readOnce() throws {
        var chunk = [UInt8](repeating: 0, count: 256 * 1024)
        let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor.number, $0.baseAddress, $0.count) }
        guard count < 0 || count > 0 else {
            hasEnded = true
            return
        }
        if count > 0 {
            received.append(contentsOf: chunk[..<count])
        } else if errno == EIO {
            hasEnded = true
        } else if errno != EINTR && errno != EAGAIN {
            throw SystemError("read", "from a program", errno: errno)
        }
    }

    /// Reads until the text has come.
    public mutating func wait(for text: String, within limit: Duration = .seconds(20)) throws {
        try wait(within: limit, toSee: text) { $0.contains(text) }
    }

    /// Reads until all that has come fulfils the condition.
    public mutating func wait(
        within limit: Duration = .seconds(20), toSee what: String, _ condition: (String) throws -> Bool
    ) throws {
        let deadline = Deadline(after: limit)
        while try !condition(text) {
            var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
            guard !hasEnded, poll(&entry, 1, deadline.milliseconds) > 0 else {
                throw TestFailure("waited for \(what), got \(hasEnded ? "the end after " : "")\"\(text)\"")
            }
            try readOnce()
        }
    }

    /// Reads to the end.
    public mutating func readToEnd(within limit: Duration = .seconds(20)) throws {
        let deadline = Deadline(after: limit)
        while !hasEnded {
            var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, deadline.milliseconds) > 0 else {
                throw TestFailure("waited for the end of the output, got \"\(text.suffix(2000))\"")
            }
            try readOnce()
        }
    }
}
