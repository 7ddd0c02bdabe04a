import LinuxSystem
import Networks

/// A question that was passed on to other servers, one after the other.
final class Exchange {
    let token: UInt64
    let asker: Asker
    let query: DNSQuery
    /// The question as it came, under an id of its own.
    let message: [UInt8]
    let id: UInt16
    /// Those there were when it was asked.
    let servers: [UpstreamServer]
    /// Which of them is being asked, as an index.
    var server: Int
    /// Those that have said that they don't know, or can't be reached.
    var failed: Set<Int> = []
    /// What the first of them said.
    var refusal: [UInt8]?
    /// Connected with the server.
    var socket: InternetSocket?
    /// When the next one is asked, and when it is given up.
    var due: Uptime
    let end: Uptime
    /// What of the question is still to be sent, and what has come, over TCP.
    var outgoing: [UInt8] = []
    var incoming: [UInt8] = []

    /// Milliseconds until another server is asked, and until nobody is any more:
    /// programs ask anew after five seconds (resolv.conf(5)).
    static let patience: Int64 = 1_500
    static let longest: Int64 = 5_000

    init(_ query: DNSQuery, _ message: [UInt8], of asker: Asker, token: UInt64, _ servers: [UpstreamServer], first: Int)
    {
        self.token = token
        self.asker = asker
        self.query = query
        self.servers = servers
        id = .random(in: .min ... .max)
        var message = message
        DNSQuery.replaceID(of: &message, with: id)
        self.message = message
        server = first
        let now = Uptime.now()
        due = now + Self.patience
        end = now + Self.longest
    }

    /// The server after this one that has not failed; `nil`: all have.
    var nextServer: Int? {
        (1...servers.count).lazy.map { (self.server + $0) % self.servers.count }.first { !self.failed.contains($0) }
    }
}
