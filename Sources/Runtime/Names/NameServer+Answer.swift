import Glibc
import LinuxSystem
import Networks

extension NameServer {
    /// Reads questions that came as datagrams, so many in a round.
    func hear() {
        for _ in 0..<Bound.datagrams {
            guard rate.allows(.now()) else { return listen(false) }
            do throws(SystemError) {
                guard let datagram = try datagrams.receiveDatagram(into: &buffer) else { return }
                // No question of a program is as long as that.
                if datagram.isWhole { answer(datagram.bytes, of: .datagram(datagram.sender)) }
            } catch {
                return listen(false)
            }
        }
    }

    /// Answers a question, at once or when another server has.
    func answer(_ message: [UInt8], of asker: Asker) {
        let query: DNSQuery
        do throws(DNSQuery.Refusal) {
            query = try DNSQuery(parsing: message)
        } catch .answer(let answer) {
            return send(answer, to: asker)
        } catch {
            return send(nil, to: asker)
        }
        do throws(SystemError) {
            if let response = try ownAnswer(to: query) { return reply(response, to: asker) }
        } catch {
            return reply(DNSResponse(to: query, .serverFailure), to: asker)
        }
        forward(query, message, of: asker)
    }

    /// `nil`: no container of ours has to do with it.
    private func ownAnswer(to query: DNSQuery) throws(SystemError) -> DNSResponse? {
        try DNSResponse(
            to: query,
            addresses: { name throws(SystemError) in
                // One that is in several of the networks is there by all of its addresses.
                var found: [IPAddress]?
                for network in networks {
                    if let addresses = try network.addresses(of: name) { found = (found ?? []) + addresses }
                }
                return found
            },
            name: { address throws(SystemError) in
                for network in networks { if let name = try network.name(of: address) { return name } }
                return nil
            })
    }

    func reply(_ response: DNSResponse, to asker: Asker) {
        send(response.encoded(limit: asker.limit(response.query)), to: asker)
    }

    /// - Parameter message: `nil`: who asked gets no answer.
    func send(_ message: [UInt8]?, to asker: Asker) {
        switch asker {
        case .datagram(let endpoint):
            // A datagram that isn't taken is lost, as datagrams may be.
            if let message { _ = try? datagrams.send(message, to: endpoint) }
        case .connection(let token):
            guard let connection = connections[token] else { return }
            if let message { write(message, to: connection) } else { close(connection) }
        }
    }
}

/// Who asked, and how.
enum Asker: Hashable {
    case datagram(Endpoint)
    /// By the connection with that token.
    case connection(UInt64)

    /// The longest answer that can be given.
    func limit(_ query: DNSQuery) -> Int {
        switch self {
        case .datagram: query.longestDatagram
        case .connection: Int(UInt16.max)
        }
    }

    var kind: InternetSocket.Kind {
        switch self {
        case .datagram: .datagrams
        case .connection: .stream
        }
    }
}
