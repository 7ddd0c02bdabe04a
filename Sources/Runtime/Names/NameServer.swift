import Glibc
import LinuxSystem
import Networks

/// The container's own name server, which lives in its supervisor's loop: it
/// listens in the container's network namespace and answers for the containers
/// of its networks; other questions it passes on to the servers that it was
/// given, or to those of the host, by sockets of the host's namespace.
///
/// The container is hostile, and so may be who answers. Nothing is waited for,
/// everything has a bound and a time, and no failure of a socket gets out: what
/// can't be answered isn't.
final class NameServer {
    /// Readable when there is something to do; for the supervisor's own queue.
    let queue: EventQueue
    let datagrams: InternetSocket
    let listener: InternetSocket
    private let rules: NetlinkSocket?
    /// In the container, for servers that are said to be there.
    let namespace: Descriptor
    var networks: [NetworkNames]
    var upstream: Upstream

    var exchanges: [UInt64: Exchange] = [:]
    var connections: [UInt64: NameConnection] = [:]
    private var nextToken = Token.firstFree
    var rate = QuestionRate()
    /// When questions are heard again; `nil` while they are.
    var deafUntil: Uptime?
    /// For datagrams; longer ones are taken for truncated.
    var buffer = [UInt8](repeating: 0, count: Int(DNSResponse.longestDatagram))

    enum Token {
        static let datagrams: UInt64 = 1
        static let listener: UInt64 = 2
        static let firstFree: UInt64 = 16
    }

    enum Bound {
        /// Questions that wait for other servers.
        static let exchanges = 256
        /// Programs that are connected; further ones wait.
        static let connections = 32
        /// Datagrams that are heard in a round.
        static let datagrams = 64
        /// Milliseconds that one isn't listened to who asks too much, or when no descriptor is free.
        static let deafTime: Int64 = 20
    }

    /// What it answers by, and what it holds in the container's namespace.
    struct Possessions: ~Copyable {
        let namespace: Descriptor
        let sockets: NameSockets
        let networks: [NetworkNames]
        let upstream: Upstream
    }

    init(_ possessions: consuming Possessions) throws(SystemError) {
        queue = try EventQueue()
        networks = possessions.networks
        upstream = possessions.upstream
        namespace = possessions.namespace
        let sockets = possessions.sockets
        datagrams = sockets.datagrams
        listener = sockets.listener
        rules = sockets.rules
        try queue.add(datagrams.descriptor, .readable, token: Token.datagrams)
        try queue.add(listener.descriptor, .readable, token: Token.listener)
    }

    /// Does what there is to do, and never waits.
    func serve() {
        // Without an event, or with a queue that fails, there is nothing to do.
        for event in (try? queue.wait(milliseconds: 0)) ?? [] {
            switch event.token {
            case Token.datagrams: hear()
            case Token.listener: welcome()
            default:
                if let exchange = exchanges[event.token] { proceed(exchange) }
                if let connection = connections[event.token] { proceed(connection, event.readiness) }
            }
        }
    }

    /// When something is due; `nil`: nothing is.
    var due: Uptime? {
        let exchange = exchanges.values.lazy.map(\.due).min()
        let connection = connections.values.lazy.map(\.due).min()
        return [deafUntil, exchange, connection].compactMap { $0 }.min()
    }

    /// Does what is due.
    func keepTime() {
        guard let due, due <= .now() else { return }
        let now = Uptime.now()
        for exchange in exchanges.values where exchange.due <= now { tryNext(exchange, now: now) }
        for connection in connections.values where connection.due <= now { close(connection) }
        if let deafUntil, deafUntil <= now { listen(true) }
    }

    func takeToken() -> UInt64 {
        defer { nextToken += 1 }
        return nextToken
    }

    /// Hears questions and lets programs connect, or doesn't for a while: what
    /// comes meanwhile fills the sockets' buffers and is the container's loss.
    func listen(_ hears: Bool) {
        deafUntil = hears ? nil : .now() + Bound.deafTime
        // They were added, so they can be changed.
        _ = try? queue.modify(datagrams.descriptor, hears ? .readable : [], token: Token.datagrams)
        let welcomes = hears && connections.count < Bound.connections
        _ = try? queue.modify(listener.descriptor, welcomes ? .readable : [], token: Token.listener)
    }
}
