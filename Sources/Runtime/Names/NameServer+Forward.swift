import Glibc
import LinuxSystem
import Networks

extension NameServer {
    /// Passes a question on.
    func forward(_ query: DNSQuery, _ message: [UInt8], of asker: Asker) {
        let servers = upstream.servers()
        guard !servers.isEmpty, exchanges.count < Bound.exchanges else {
            return reply(DNSResponse(to: query, .serverFailure), to: asker)
        }
        let first = upstream.first(of: servers.count, now: .now())
        let exchange = Exchange(query, message, of: asker, token: takeToken(), servers, first: first)
        exchanges[exchange.token] = exchange
        begin(exchange)
    }

    /// Asks the server that is its turn, by a socket with a port of its own.
    private func begin(_ exchange: Exchange) {
        do throws(SystemError) {
            let server = exchange.servers[exchange.server]
            let socket = try InternetSocket(
                exchange.asker.kind, server.endpoint.address.family,
                in: server.isInContainer ? .some(namespace.duplicate()) : nil)
            try socket.connect(to: server.endpoint)
            switch exchange.asker {
            case .datagram: _ = try socket.send(exchange.message)
            case .connection: exchange.outgoing = UInt16(exchange.message.count).bigEndianBytes + exchange.message
            }
            exchange.incoming = []
            // A stream is written to when it is connected.
            let readiness: Readiness = exchange.outgoing.isEmpty ? .readable : .writable
            try queue.add(socket.descriptor, readiness, token: exchange.token)
            exchange.socket = .some(socket)
        } catch {
            fail(exchange)
        }
    }

    /// The socket of an exchange has something to say.
    func proceed(_ exchange: Exchange) {
        do throws(SystemError) {
            switch exchange.asker {
            case .datagram: try receiveDatagrams(exchange)
            case .connection: try proceedStream(exchange)
            }
        } catch {
            // Nobody listens there, or the connection broke.
            fail(exchange)
        }
    }

    private func receiveDatagrams(_ exchange: Exchange) throws(SystemError) {
        // Somebody who guesses may send many: each round a few are looked at.
        for _ in 0..<8 {
            guard let datagram = try exchange.socket?.receiveDatagram(into: &buffer) ?? nil else { return }
            guard let reply = DNSReply(parsing: datagram.bytes),
                reply.answers(exchange.query.question, id: exchange.id)
            else { continue }
            let fits = datagram.isWhole && datagram.bytes.count <= exchange.query.longestDatagram
            return take(reply, fits ? datagram.bytes : nil, for: exchange)
        }
    }

    /// A server has answered.
    /// - Parameter message: `nil`: it is longer than the asker takes.
    func take(_ reply: DNSReply, _ message: [UInt8]?, for exchange: Exchange) {
        var message = message ?? DNSResponse.truncated(to: exchange.query).encoded(limit: 512)
        DNSQuery.replaceID(of: &message, with: exchange.query.id)
        if reply.isRefusal {
            exchange.refusal = exchange.refusal ?? message
            return fail(exchange)
        }
        upstream.prefer(exchange.server)
        finish(exchange, message)
    }

    /// This server is of no use; others may be.
    private func fail(_ exchange: Exchange) {
        exchange.failed.insert(exchange.server)
        guard let next = exchange.nextServer else { return give(up: exchange) }
        exchange.server = next
        exchange.socket = nil
        exchange.due = min(.now() + Exchange.patience, exchange.end)
        begin(exchange)
    }

    /// This server has taken its time.
    func tryNext(_ exchange: Exchange, now: Uptime) {
        guard exchange.end > now, let next = exchange.nextServer else { return give(up: exchange) }
        exchange.due = min(now + Exchange.patience, exchange.end)
        if next == exchange.server {
            // A datagram may have been lost; a connection sends again by itself.
            if exchange.asker.kind == .datagrams { _ = try? exchange.socket?.send(exchange.message) }
            return
        }
        exchange.server = next
        exchange.socket = nil
        begin(exchange)
    }

    private func give(up exchange: Exchange) {
        let refusal = DNSResponse(to: exchange.query, .serverFailure)
        finish(exchange, exchange.refusal ?? refusal.encoded(limit: exchange.asker.limit(exchange.query)))
    }

    private func finish(_ exchange: Exchange, _ message: [UInt8]) {
        exchanges[exchange.token] = nil
        exchange.socket = nil
        send(message, to: exchange.asker)
    }
}

extension UInt16 {
    /// In the network's order.
    var bigEndianBytes: [UInt8] { [UInt8(self >> 8), UInt8(self & 0xff)] }
}
