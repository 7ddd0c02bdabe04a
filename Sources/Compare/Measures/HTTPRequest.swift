import Glibc
import LinuxSystem

/// One request to a server on this machine's loopback.
enum HTTPRequest {
    /// A port that nobody listens at now. Somebody may by the time that it's used; the server says so then.
    static func freePort() throws -> UInt16 {
        let listener = try socket()
        var address = address(port: 0)
        try checkErrno(bind(listener.number, &address, length), "bind", "a port of 127.0.0.1")
        var size = length
        try checkErrno(getsockname(listener.number, &address, &size), "find", "a free port of 127.0.0.1")
        return withUnsafeBytes(of: &address) { bytes in
            UInt16(bytes[2]) << 8 | UInt16(bytes[3])
        }
    }

    /// Asks for `/` and reads all of the answer.
    /// - Returns: when the answer was there.
    static func get(port: UInt16, seconds: Int64, _ interruption: Interruption) throws -> Uptime {
        let deadline = Uptime.now() + seconds * 1000
        let visitor = try socket()
        var address = address(port: port)
        try checkErrno(connect(visitor.number, &address, length), "connect to", "127.0.0.1:\(port)")
        try visitor.write("GET / HTTP/1.0\r\nHost: compare\r\n\r\n", name: "a request")
        var answer = [UInt8]()
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            guard try interruption.wait(for: [visitor.number], until: deadline)[0] else {
                if Uptime.now() < deadline { continue }
                throw ComparisonError.failed("127.0.0.1:\(port) gave no answer in \(seconds) seconds", lastLines: [])
            }
            let count = try checkErrno(
                read(visitor.number, &buffer, buffer.count), "read", "the answer of 127.0.0.1:\(port)")
            if count == 0 { break }
            answer += buffer[..<count]
        }
        guard answer.starts(with: Array("HTTP/1.0 200".utf8)) else {
            throw ComparisonError.failed("127.0.0.1:\(port) did not answer with 200", lastLines: [])
        }
        return .now()
    }

    private static func socket() throws(SystemError) -> Descriptor {
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        return Descriptor(owning: try checkErrno(Glibc.socket(AF_INET, type, 0), "make", "a socket"))
    }

    private static let length = socklen_t(MemoryLayout<sockaddr>.size)

    /// 127.0.0.1 (ip(7)): family, port and address in network order.
    private static func address(port: UInt16) -> sockaddr {
        var address = sockaddr()
        address.sa_family = sa_family_t(AF_INET)
        withUnsafeMutableBytes(of: &address) { bytes in
            bytes[2] = UInt8(port >> 8)
            bytes[3] = UInt8(port & 255)
            bytes[4] = 127
            bytes[7] = 1
        }
        return address
    }
}
