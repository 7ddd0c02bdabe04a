import Glibc
import LinuxSystem
import Networks

/// One request to a server on the loopback of the network where an instance publishes its port.
struct HTTPRequest: ~Copyable {
    private let socket: InternetSocket
    private let server: Endpoint

    /// A port that nobody listens at now. Somebody may by the time that it's used; the server says so then.
    static func freePort(_ socket: consuming InternetSocket) throws(SystemError) -> UInt16 {
        try socket.bind(to: loopback(port: 0))
        return try socket.name().port
    }

    /// - Parameter socket: a stream that isn't connected yet.
    init(port: UInt16, _ socket: consuming InternetSocket) {
        self.socket = socket
        server = Self.loopback(port: port)
    }

    private static func loopback(port: UInt16) -> Endpoint { Endpoint(IPAddress(0x7f00_0001, .v4), port: port) }

    /// Asks for `/` and reads all of the answer.
    /// - Returns: when the answer was there.
    /// - Throws: `failed`, when the answer is another than 200, or there is none in time.
    consuming func get(seconds: Int64, _ interruption: Interruption) throws -> Uptime {
        let deadline = Uptime.now() + seconds * 1000
        let late = ComparisonError.failed("\(server) gave no answer in \(seconds) seconds", lastLines: [])
        do throws(SystemError) { try socket.connect(to: server) } catch {
            guard error.errno == EINPROGRESS else { throw error }
        }
        while try !interruption.waitUntilWritable(socket.descriptor.number, until: deadline) {
            guard Uptime.now() < deadline else { throw late }
        }
        try socket.checkConnection()
        _ = try socket.send(Array("GET / HTTP/1.0\r\nHost: compare\r\n\r\n".utf8))
        var answer = [UInt8]()
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            guard let count = try socket.receive(into: &buffer) else {
                let isThere = try interruption.wait(for: [socket.descriptor.number], until: deadline)[0]
                guard isThere || Uptime.now() < deadline else { throw late }
                continue
            }
            if count == 0 { break }
            // More than that is no answer of the probe's.
            guard answer.count < 1 << 16 else { break }
            answer += buffer[..<count]
        }
        guard answer.starts(with: Array("HTTP/1.0 200".utf8)) else {
            throw ComparisonError.failed("\(server) did not answer with 200", lastLines: [])
        }
        return .now()
    }
}
