import Glibc
import LinuxSystem

/// A connection to a bus, or to a service alone, which speaks first (D-Bus
/// Specification, "Authentication Protocol"): who we are, the kernel tells it.
struct BusConnection: ~Copyable {
    private let socket: Descriptor
    private var lastSerial: UInt32 = 0
    /// Signals that came while an answer was awaited.
    private var signals: [BusMessage] = []

    /// Connects to the socket at a path.
    /// - Parameter isBus: others are on it too; it gives us a name.
    static func open(_ path: String, isBus: Bool) throws(BusError) -> BusConnection {
        var connection = BusConnection(try socket(path))
        try connection.authenticate()
        if isBus {
            _ = try connection.call(BusMessage(to: bus, "/org/freedesktop/DBus", bus, "Hello"))
        }
        return connection
    }

    private init(_ socket: consuming Descriptor) {
        self.socket = socket
    }

    private static func socket(_ path: String) throws(BusError) -> Descriptor {
        do throws(SystemError) {
            let socket = try UnixSocket.connect(path, type: .stream)
            var patience = timeval(tv_sec: 30, tv_usec: 0)
            let size = socklen_t(MemoryLayout<timeval>.size)
            try checkErrno(setsockopt(socket.number, SOL_SOCKET, SO_RCVTIMEO, &patience, size), "set a time for", path)
            return socket
        } catch {
            throw .system(error)
        }
    }

    /// The name of the bus itself.
    static let bus = "org.freedesktop.DBus"

    /// Sends a call and waits for its answer.
    /// - Returns: the answer's values. Throws `refused` for an error.
    mutating func call(_ message: BusMessage) throws(BusError) -> [BusValue] {
        lastSerial += 1
        var message = message
        message.serial = lastSerial
        try send(message.bytes)
        while true {
            let next = try receive()
            if next.kind == .signal { signals.append(next) }
            guard next.answers == message.serial else { continue }
            if next.kind == .error {
                throw .refused(name: next.error ?? "", message: next.body.first?.text ?? "it gave no reason")
            }
            return next.body
        }
    }

    /// The next signal of that name, also one that has come already.
    mutating func signal(_ member: String) throws(BusError) -> BusMessage {
        while true {
            if let index = signals.firstIndex(where: { $0.member == member }) { return signals.remove(at: index) }
            let next = try receive()
            if next.kind == .signal { signals.append(next) }
        }
    }

    private borrowing func authenticate() throws(BusError) {
        let user = String(geteuid()).utf8.map { String($0, radix: 16) }.joined()
        // BEGIN comes along, as systemd's own clients send it: a message that
        // reached systemd together with it would lie there until the next one.
        try send([0] + Array("AUTH EXTERNAL \(user)\r\nBEGIN\r\n".utf8))
        var line: [UInt8] = []
        while !line.ends(with: "\r\n".utf8) {
            guard line.count < 4096 else { throw .malformed("its greeting has no end") }
            line += try receive(1)
        }
        guard line.starts(with: "OK ".utf8) else {
            throw .unauthorized(String(decoding: line.dropLast(2), as: UTF8.self))
        }
    }

    private borrowing func send(_ bytes: [UInt8]) throws(BusError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket.number, $0.baseAddress! + sent, bytes.count - sent, CInt(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
            } else if errno == EPIPE {
                throw .closed
            } else if errno != EINTR {
                throw .system(SystemError("send to", "systemd", errno: errno))
            }
        }
    }

    private borrowing func receive() throws(BusError) -> BusMessage {
        let prefix = try receive(BusMessage.prefixLength)
        let length = try BusMessage.length(prefix: prefix)
        return try BusMessage(parsing: prefix + receive(length - prefix.count))
    }

    /// Exactly so many bytes.
    private borrowing func receive(_ count: Int) throws(BusError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var received = 0
        while received < count {
            let result = bytes.withUnsafeMutableBytes {
                recv(socket.number, $0.baseAddress! + received, count - received, 0)
            }
            if result > 0 {
                received += result
            } else if result == 0 || errno == ECONNRESET {
                throw .closed
            } else if errno == EAGAIN {
                throw .silent
            } else if errno != EINTR {
                throw .system(SystemError("receive from", "systemd", errno: errno))
            }
        }
        return bytes
    }
}

extension Array<UInt8> {
    fileprivate func ends(with suffix: some BidirectionalCollection<UInt8>) -> Bool {
        count >= suffix.count && self.suffix(suffix.count).elementsEqual(suffix)
    }
}
