import CShim
import Glibc

/// A connection to a part of the kernel that is configured by messages
/// (netlink(7)), in the network namespace in which it was opened.
public struct NetlinkSocket: ~Copyable, Sendable {
    private let descriptor: Descriptor
    private let family: Family

    /// The parts that Skiff talks to.
    public enum Family: Sendable {
        /// Links, addresses, routes: rtnetlink(7).
        case route
        /// Packet filter and connection tracking: nfnetlink.
        case netfilter

        fileprivate var number: CInt { self == .route ? 0 : 12 }
        fileprivate var name: String { self == .route ? "the kernel's network links" : "the kernel's packet filter" }
    }

    // <linux/netlink.h>: SOL_NETLINK, NETLINK_EXT_ACK, NETLINK_CAP_ACK.
    private static let level: CInt = 270
    private static let extendedErrors: CInt = 11
    private static let withoutRequest: CInt = 10

    /// Opens one in the calling thread's namespace.
    public init(_ family: Family) throws(SystemError) { try self.init(family, namespace: -1) }

    /// Opens one in another network namespace. The thread is there for a moment.
    public init(_ family: Family, in namespace: borrowing Descriptor) throws(SystemError) {
        try self.init(family, namespace: namespace.number)
    }

    private init(_ family: Family, namespace: CInt) throws(SystemError) {
        self.family = family
        let type = CInt(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = try Descriptor(
            owning: check(skiff_socket_in(namespace, AF_NETLINK, type, family.number), "reach", family.name))
        // Why a message was refused, in the kernel's words, without the message itself.
        for option in [Self.extendedErrors, Self.withoutRequest] {
            var on: CInt = 1
            // An older kernel gives the error's number alone.
            setsockopt(descriptor.number, Self.level, option, &on, socklen_t(MemoryLayout<CInt>.size))
        }
    }

    /// Sends the messages and waits until the kernel has done them all. Of
    /// several refusals the first one is thrown. The messages of rtnetlink(7)
    /// before a refused one are done, and those after it tried.
    public func perform(_ batch: consuming NetlinkBatch) throws(SystemError) {
        guard !batch.isEmpty else { return }
        batch.acknowledgeLast()
        try perform(batch, last: batch.count)
    }

    /// The same, when it is another message than the last one that has been asked to be acknowledged.
    /// - Parameter last: its number, counted from one.
    public func perform(_ batch: borrowing NetlinkBatch, last: Int) throws(SystemError) {
        try send(batch)
        var failure: SystemError?
        var isComplete = false
        while !isComplete {
            for message in try receive() where message.type == NetlinkMessage.error {
                let errno = -CInt(bitPattern: message.number32(at: 0))
                if errno != 0, failure == nil { failure = refusal(errno, message, of: batch) }
                if message.sequence == UInt32(last) { isComplete = true }
                // Of a transaction that could not begin nothing more is read.
                if family == .netfilter, errno != 0, message.sequence <= 1 { isComplete = true }
            }
        }
        if let failure { throw failure }
    }

    /// Asks one question, which has one answer or, with `dump`, many.
    /// - Returns: the messages that came.
    public func ask(_ question: consuming NetlinkBatch) throws(SystemError) -> [NetlinkMessage] {
        try send(question)
        var answers: [NetlinkMessage] = []
        while true {
            for message in try receive() {
                switch message.type {
                case NetlinkMessage.done: return answers
                case NetlinkMessage.error:
                    let errno = -CInt(bitPattern: message.number32(at: 0))
                    if errno != 0 { throw refusal(errno, message, of: question) }
                    return answers
                default:
                    answers.append(message)
                    let isPartOfMany: UInt16 = 2
                    if message.flags & isPartOfMany == 0 { return answers }
                }
            }
        }
    }

    private func refusal(_ errno: CInt, _ message: NetlinkMessage, of batch: borrowing NetlinkBatch) -> SystemError {
        let index = min(max(Int(message.sequence) - 1, 0), batch.count - 1)
        let purpose = batch.purposes[index]
        // After the error come the request's header and what the kernel says of it.
        let text = message.attributes(after: 20).first(1)?.text
        return SystemError(purpose.operation, purpose.subject, errno: errno, note: text)
    }

    private func send(_ batch: borrowing NetlinkBatch) throws(SystemError) {
        if batch.bytes.count > 64 << 10 { makeRoom(batch.bytes.count) }
        while true {
            let count = batch.bytes.withUnsafeBytes { Glibc.send(descriptor.number, $0.baseAddress, $0.count, 0) }
            if count >= 0 { return }
            let number = errno
            guard number == EINTR else {
                let purpose = batch.purposes[0]
                throw SystemError(purpose.operation, purpose.subject, errno: number)
            }
        }
    }

    /// A batch is one message of the socket's, which has to fit; one that doesn't is refused with EMSGSIZE.
    private func makeRoom(_ size: Int) {
        var size = CInt(clamping: 2 * size)
        setsockopt(descriptor.number, SOL_SOCKET, SO_SNDBUFFORCE, &size, socklen_t(MemoryLayout<CInt>.size))
        setsockopt(descriptor.number, SOL_SOCKET, SO_RCVBUFFORCE, &size, socklen_t(MemoryLayout<CInt>.size))
    }

    /// The next datagram's messages.
    private func receive() throws(SystemError) -> [NetlinkMessage] {
        let size = 32 << 10
        return try withUnsafeTemporaryAllocation(byteCount: size, alignment: 16) { buffer throws(SystemError) in
            while true {
                let count = recv(descriptor.number, buffer.baseAddress, size, 0)
                if count >= 0 { return NetlinkMessage.all(in: Array(buffer[..<count])[...]) }
                if errno != EINTR { throw SystemError("hear from", "the kernel's network", errno: errno) }
            }
        }
    }
}
