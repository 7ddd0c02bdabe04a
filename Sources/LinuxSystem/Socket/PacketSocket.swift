import CShim
import Glibc

/// A connection that keeps the boundaries of messages (unix(7) SOCK_SEQPACKET).
public struct PacketSocket: ~Copyable, Sendable {
    /// The connection.
    public let descriptor: Descriptor

    public init(owning descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// Two connected ends (socketpair(2)).
    @frozen
    public struct Pair: ~Copyable {
        /// This process's.
        public let near: PacketSocket
        /// For the other side.
        public let far: PacketSocket

        public init() throws(SystemError) {
            var ends: [CInt] = [-1, -1]
            let type = CInt(SOCK_SEQPACKET.rawValue) | O_CLOEXEC
            try checkErrno(socketpair(AF_UNIX, type, 0, &ends), "create", "a socket pair")
            near = PacketSocket(owning: Descriptor(owning: ends[0]))
            far = PacketSocket(owning: Descriptor(owning: ends[1]))
        }
    }

    /// What became of a message.
    public enum Delivery: Sendable {
        case sent
        /// The other side reads too slowly; try again when writable.
        case full
        /// The other side is gone.
        case closed
    }

    /// Sends one message of two parts without waiting when `waiting` is false.
    public func send(
        _ head: [UInt8], _ body: UnsafeRawBufferPointer = .init(start: nil, count: 0), waiting: Bool
    ) throws(SystemError) -> Delivery {
        var head = head
        let flags = CInt(MSG_NOSIGNAL) | (waiting ? 0 : CInt(MSG_DONTWAIT))
        let count = head.withUnsafeMutableBytes { head in
            var parts = [
                iovec(iov_base: head.baseAddress, iov_len: head.count),
                iovec(iov_base: UnsafeMutableRawPointer(mutating: body.baseAddress), iov_len: body.count),
            ]
            return parts.withUnsafeMutableBufferPointer { parts in
                var message = msghdr()
                message.msg_iov = parts.baseAddress
                message.msg_iovlen = parts.count
                while true {
                    let count = sendmsg(descriptor.number, &message, flags)
                    if count >= 0 || errno != EINTR { return count }
                }
            }
        }
        if count >= 0 { return .sent }
        switch errno {
        case EAGAIN: return .full
        case EPIPE, ECONNRESET, ENOTCONN: return .closed
        default: throw SystemError("send", "a message", errno: errno)
        }
    }

    /// The next message, at most `buffer.count` bytes of it; 0 is the end,
    /// `nil` means that none is waiting (only on a non-blocking socket).
    public func receive(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? {
        while true {
            let count = recv(descriptor.number, buffer.baseAddress, buffer.count, 0)
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: return nil
            case ECONNRESET: return 0
            default: throw SystemError("receive", "a message", errno: errno)
            }
        }
    }

    /// Sends one message and a descriptor with it, which stays the sender's too.
    public func send(_ bytes: [UInt8], with descriptor: borrowing Descriptor) throws(SystemError) {
        try check(
            skiff_send_descriptor(self.descriptor.number, bytes, bytes.count, descriptor.number), "send", "a descriptor"
        )
    }

    /// A message that came with a descriptor.
    @frozen
    public struct Parcel: ~Copyable {
        /// All of the message, up to the limit.
        public let bytes: [UInt8]
        /// Closed on execve(2), as all.
        public let descriptor: Descriptor
    }

    /// Waits for a message with a descriptor; `nil` at the end, and for a
    /// message without one.
    public func receiveParcel(limit: Int) throws(SystemError) -> Parcel? {
        var bytes = [UInt8](repeating: 0, count: limit)
        var number: CInt = -1
        let count = try check(
            skiff_receive_descriptor(descriptor.number, &bytes, limit, &number), "receive", "a descriptor")
        guard number >= 0 else { return nil }
        return Parcel(bytes: Array(bytes[..<Int(count)]), descriptor: Descriptor(owning: number))
    }
}
