import Glibc
import LinuxSystem
import Networks

extension NameServer {
    /// So much is read at a time.
    private static let chunk = 4096

    /// Sends a question over TCP and takes in the answer, as far as either goes now.
    func proceedStream(_ exchange: Exchange) throws(SystemError) {
        if !exchange.outgoing.isEmpty {
            try exchange.socket?.checkConnection()
            guard let count = try exchange.socket?.send(exchange.outgoing) ?? nil else { return }
            exchange.outgoing.removeFirst(count)
            guard exchange.outgoing.isEmpty else { return }
            return try watch(exchange, .readable)
        }
        guard let count = try exchange.socket?.receive(into: &buffer) ?? nil else { return }
        guard count > 0 else { throw SystemError("receive", "from a name server", errno: ECONNRESET) }
        exchange.incoming += buffer.prefix(count)
        guard let message = exchange.incoming.framedMessage else { return }
        guard let reply = DNSReply(parsing: message), reply.answers(exchange.query.question, id: exchange.id) else {
            throw SystemError("receive", "from a name server", errno: EPROTO)
        }
        take(reply, message, for: exchange)
    }

    private func watch(_ exchange: Exchange, _ readiness: Readiness) throws(SystemError) {
        switch exchange.socket {
        case .some(let socket): try queue.modify(socket.descriptor, readiness, token: exchange.token)
        case .none: break
        }
    }
}

extension [UInt8] {
    /// The first message of a stream, once it is whole: its length stands before
    /// it in two bytes (RFC 1035, section 4.2.2).
    var framedMessage: [UInt8]? {
        guard let length = framedLength, count >= 2 + length else { return nil }
        return Array(self[2..<(2 + length)])
    }

    /// `nil`: not even that has come.
    var framedLength: Int? { count < 2 ? nil : Int(self[0]) << 8 | Int(self[1]) }
}
