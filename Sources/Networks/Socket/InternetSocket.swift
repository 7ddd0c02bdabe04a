import CShim
import Glibc
import LinuxSystem

/// A socket of the Internet protocols that never waits (ip(7), ipv6(7)).
public struct InternetSocket: ~Copyable, Sendable {
    public let descriptor: Descriptor

    /// Whether it keeps the boundaries of messages.
    public enum Kind: Hashable, Sendable {
        /// udp(7).
        case datagrams
        /// tcp(7).
        case stream
    }

    private init(owning descriptor: consuming Descriptor) { self.descriptor = descriptor }

    /// - Parameter namespace: the network namespace that it is of, and stays;
    ///   this process's own if none is given.
    public init(
        _ kind: Kind, _ family: IPAddress.Family, in namespace: borrowing Descriptor?
    ) throws(SystemError) {
        let number: CInt
        switch namespace {
        case .some(let namespace): number = namespace.number
        case .none: number = -1
        }
        let type = kind == .stream ? SOCK_STREAM : SOCK_DGRAM
        let flags = CInt(type.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let result = skiff_socket_in(number, CInt(family.number), flags, 0)
        descriptor = try Descriptor(owning: check(result, "open", "a socket"))
    }

    /// Takes an address and a port, which need not be there yet. EADDRINUSE:
    /// another socket has the port.
    public func bind(to endpoint: Endpoint) throws(SystemError) {
        var encoded = endpoint.encoded
        let result = skiff_internet_bind(descriptor.number, &encoded)
        guard result < 0 else { return }
        throw SystemError("bind a socket to", "\(endpoint)", errno: -result)
    }

    /// Lets others connect, of whom so many may wait.
    public func listen(backlog: CInt) throws(SystemError) {
        try check(skiff_internet_listen(descriptor.number, backlog), "listen", "on a socket")
    }

    /// Begins to connect; a stream is connected when it becomes writable
    /// without an error. A datagram socket hears nobody else from now on.
    public func connect(to endpoint: Endpoint) throws(SystemError) {
        var encoded = endpoint.encoded
        let result = skiff_internet_connect(descriptor.number, &encoded)
        guard result < 0 else { return }
        throw SystemError("connect to", "\(endpoint)", errno: -result)
    }

    /// Who came first; `nil` when nobody waits.
    public func accept() throws(SystemError) -> InternetSocket? {
        let result = skiff_accept(descriptor.number)
        if result == -EAGAIN || result == -ECONNABORTED { return nil }
        return try InternetSocket(owning: Descriptor(owning: check(result, "accept", "a connection")))
    }

    /// Where it is bound to.
    public func name() throws(SystemError) -> Endpoint {
        var endpoint = skiff_endpoint()
        try check(skiff_internet_name(descriptor.number, &endpoint), "read the address of", "a socket")
        return Endpoint(endpoint)
    }

    /// Throws what has become of a connection that was begun, if that failed.
    public func checkConnection() throws(SystemError) {
        try check(skiff_internet_error(descriptor.number), "connect", "a socket")
    }
}

/// What was received and sent.
extension InternetSocket {
    /// A datagram that came.
    public struct Datagram: Sendable {
        /// As much of it as went into the buffer.
        public let bytes: [UInt8]
        public let isWhole: Bool
        public let sender: Endpoint
    }

    /// The next datagram; `nil` when none is there.
    public func receiveDatagram(into buffer: inout [UInt8]) throws(SystemError) -> Datagram? {
        var sender = skiff_endpoint()
        let count = skiff_internet_receive(descriptor.number, &buffer, buffer.count, &sender)
        if count == -Int(EAGAIN) { return nil }
        guard count >= 0 else { throw SystemError("receive", "a datagram", errno: CInt(-count)) }
        return Datagram(
            bytes: Array(buffer.prefix(count)), isWhole: count <= buffer.count, sender: Endpoint(sender))
    }

    /// Some bytes of a stream: how many came into the buffer, 0 at the end; `nil` when none are there.
    public func receive(into buffer: inout [UInt8]) throws(SystemError) -> Int? {
        let count = skiff_internet_receive(descriptor.number, &buffer, buffer.count, nil)
        if count == -Int(EAGAIN) { return nil }
        guard count >= 0 else { throw SystemError("receive", "from a connection", errno: CInt(-count)) }
        return count
    }

    /// Sends a datagram, or as much of a stream as there is room for: how many
    /// bytes it was; `nil` when there is none.
    /// - Parameter receiver: `nil` for whom it is connected with.
    public func send(_ bytes: [UInt8], to receiver: Endpoint? = nil) throws(SystemError) -> Int? {
        let count: Int
        if let receiver {
            var encoded = receiver.encoded
            count = skiff_internet_send(descriptor.number, bytes, bytes.count, &encoded)
        } else {
            count = skiff_internet_send(descriptor.number, bytes, bytes.count, nil)
        }
        if count == -Int(EAGAIN) { return nil }
        guard count >= 0 else {
            throw SystemError("send", "to \(receiver.map { "\($0)" } ?? "a connection")", errno: CInt(-count))
        }
        return count
    }
}
