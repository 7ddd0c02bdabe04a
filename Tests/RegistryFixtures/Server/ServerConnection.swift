import Glibc
import LinuxSystem

/// One client's connection: requests in, answers out.
struct ServerConnection: ~Copyable {
    private let socket: Descriptor
    /// What came and was not looked at yet.
    private var pending: [UInt8] = []

    init(_ socket: consuming Descriptor) {
        self.socket = socket
    }

    private static let headerLimit = 1 << 20
    private static let bodyLimit = 16 << 20

    /// The next request with its body; `nil` when the client is gone, talks
    /// nonsense, or the server is to stop.
    mutating func nextRequest(stop: borrowing Descriptor) -> Request? {
        guard speaksPlainly(stop: stop), let header = take(through: [13, 10, 13, 10], stop: stop),
            let head = Request(header: header, body: [])
        else { return nil }
        if head["expect"] == "100-continue" {
            guard send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), stop: stop) else { return nil }
        }
        let body: [UInt8]?
        if head["transfer-encoding"] == "chunked" {
            body = chunks(stop: stop)
        } else {
            body = take(head["content-length"].flatMap { Int($0) } ?? 0, stop: stop)
        }
        return body.flatMap { Request(header: header, body: $0) }
    }

    /// A client that tries TLS first gets an answer that is none, as from a real server.
    private mutating func speaksPlainly(stop: borrowing Descriptor) -> Bool {
        guard !pending.isEmpty || receive(stop: stop) else { return false }
        let handshake: UInt8 = 22  // the record type (RFC 8446, section 5.1)
        guard pending.first == handshake else { return true }
        _ = send(.status(400, ["Connection: close"]), stop: stop)
        return false
    }

    private mutating func chunks(stop: borrowing Descriptor) -> [UInt8]? {
        var body = [UInt8]()
        while true {
            guard let line = take(through: [13, 10], stop: stop),
                let size = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16),
                let chunk = take(size, stop: stop), take(2, stop: stop) != nil
            else { return nil }
            if size == 0 { return body }
            body += chunk.prefix(Self.bodyLimit - body.count)
        }
    }

    /// Everything up to the mark and the mark itself.
    private mutating func take(through mark: [UInt8], stop: borrowing Descriptor) -> [UInt8]? {
        while true {
            if let end = pending.indices.first(where: { pending[$0...].starts(with: mark) }) {
                defer { pending.removeFirst(end + mark.count) }
                return Array(pending[..<(end + mark.count)])
            }
            guard pending.count < Self.headerLimit, receive(stop: stop) else { return nil }
        }
    }

    /// That many bytes, of which the first 16 MiB are kept.
    private mutating func take(_ count: Int, stop: borrowing Descriptor) -> [UInt8]? {
        var bytes = [UInt8]()
        var rest = count
        while rest > 0 {
            guard !pending.isEmpty || receive(stop: stop) else { return nil }
            let part = pending.prefix(rest)
            bytes += part.prefix(Self.bodyLimit - bytes.count)
            rest -= part.count
            pending.removeFirst(part.count)
        }
        return bytes
    }

    private mutating func receive(stop: borrowing Descriptor) -> Bool {
        guard Wait.until(socket, can: POLLIN, stop: stop) else { return false }
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(socket.number, &chunk, chunk.count, 0)
        pending += chunk.prefix(max(0, count))
        return count > 0
    }

    /// Does what the answer says. Whether the client may ask again.
    mutating func send(_ answer: Answer, stop: borrowing Descriptor) -> Bool {
        answer.steps.allSatisfy { send($0, stop: stop) }
    }

    private mutating func send(_ step: Answer.Step, stop: borrowing Descriptor) -> Bool {
        switch step {
        case .bytes(let bytes):
            return send(bytes, stop: stop)
        case .endless(let bytes):
            while send(bytes, stop: stop) {}
            return false
        case .times(let count, let bytes):
            for _ in 0..<count where !send(bytes, stop: stop) { return false }
            return true
        case .drip(let bytes, let time):
            return bytes.allSatisfy { Wait.pass(time, stop: stop) && send([$0], stop: stop) }
        case .silence:
            while receive(stop: stop) {}
            return false
        case .end:
            return false
        case .reset:
            // An end that lingers for no time at all is a reset (socket(7), SO_LINGER).
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                socket.number, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
            return false
        }
    }

    private func send(_ bytes: [UInt8], stop: borrowing Descriptor) -> Bool {
        var sent = 0
        while sent < bytes.count {
            guard Wait.until(socket, can: POLLOUT, stop: stop) else { return false }
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket.number, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            guard count >= 0 || errno == EAGAIN else { return false }
            sent += max(0, count)
        }
        return true
    }
}
