import Glibc
import LinuxSystem
import TestSupport

/// A listening TCP socket on 127.0.0.1 (ip(7)).
struct LoopbackPort: ~Copyable, Sendable {
    let number: UInt16
    let listener: Descriptor

    /// Listens on a port that was free.
    static func listen() throws -> LoopbackPort {
        let type = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let listener = Descriptor(owning: try checkErrno(socket(AF_INET, type, 0), "make", "a socket"))
        let number = try bind(listener)
        return LoopbackPort(number: number, listener: listener)
    }

    private static func bind(_ listener: borrowing Descriptor) throws -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = listener.number
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                try checkErrno(Glibc.bind(number, pointer, size), "bind", "a socket")
                try checkErrno(Glibc.listen(number, 64), "listen on", "a socket")
                try checkErrno(getsockname(number, pointer, &size), "ask the port of", "a socket")
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// The next connection; `nil` when the client has given up meanwhile. A
    /// program that starts at this moment must not inherit it, or the client
    /// would not see its end: so accept4(2), which Swift's Glibc doesn't import.
    func accept() -> Descriptor? {
        typealias Accept = @convention(c) (CInt, OpaquePointer?, OpaquePointer?, CInt) -> CInt
        guard let symbol = dlsym(nil, "accept4") else { return nil }
        let result = unsafeBitCast(symbol, to: Accept.self)(listener.number, nil, nil, CInt(SOCK_CLOEXEC.rawValue))
        return result < 0 ? nil : .some(Descriptor(owning: result))
    }
}

/// Waits that end with the server.
enum Wait {
    /// Whether the socket became ready; `false` once the server is to stop, or
    /// the time is over.
    static func until(
        _ socket: borrowing Descriptor, can event: CInt, stop: borrowing Descriptor, within limit: Duration? = nil
    ) -> Bool {
        var entries = [
            pollfd(fd: socket.number, events: Int16(event), revents: 0),
            pollfd(fd: stop.number, events: Int16(POLLIN), revents: 0),
        ]
        let milliseconds = limit.map { CInt($0 / .milliseconds(1)) } ?? -1
        return poll(&entries, 2, milliseconds) > 0 && entries[1].revents == 0
    }

    /// Lets the time pass; `false` once the server is to stop.
    static func pass(_ time: Duration, stop: borrowing Descriptor) -> Bool {
        var entry = pollfd(fd: stop.number, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, CInt(time / .milliseconds(1))) == 0
    }
}
