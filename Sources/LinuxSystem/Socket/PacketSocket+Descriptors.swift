import CShim
import Glibc

extension PacketSocket {
    /// Sends one message with descriptors, up to four, which stay the sender's too.
    public func send(_ bytes: [UInt8], with descriptors: borrowing DescriptorList) throws(SystemError) {
        let numbers = descriptors.numbers
        let result = skiff_send_descriptors(descriptor.number, bytes, bytes.count, numbers, numbers.count)
        try check(result, "send", "a message with descriptors")
    }

    /// The next message, as `receive(into:)`; the descriptors that came with it are added to the list.
    public func receive(
        into buffer: UnsafeMutableRawBufferPointer, descriptors: inout DescriptorList
    ) throws(SystemError) -> Int? {
        guard let address = buffer.baseAddress else { return nil }
        var numbers = [CInt](repeating: -1, count: Int(SKIFF_MOST_DESCRIPTORS))
        var count = 0
        let result = skiff_receive_descriptors(descriptor.number, address, buffer.count, &numbers, &count)
        for number in numbers.prefix(count) { descriptors.append(Descriptor(owning: number)) }
        switch result {
        case -EAGAIN: return nil
        case -ECONNRESET: return 0
        default: return try Int(check(result, "receive", "a message"))
        }
    }

    /// The user whose process is at the other end.
    public func peerUser() throws(SystemError) -> uid_t {
        var user: uid_t = 0
        try check(skiff_peer_user(descriptor.number, &user), "find out", "who connected")
        return user
    }
}

/// A socket with a name in a directory, at which visitors connect.
public struct PacketListener: ~Copyable {
    /// Readable when somebody waits.
    public let descriptor: Descriptor

    /// Takes the place of a socket that a dead process left there.
    public static func listen(_ name: String, in directory: borrowing Descriptor) throws(SystemError) -> PacketListener
    {
        do throws(SystemError) {
            return try make(name, in: directory)
        } catch {
            guard error.errno == EADDRINUSE else { throw error }
        }
        try directory.removeFile(name)
        return try make(name, in: directory)
    }

    private static func make(_ name: String, in directory: borrowing Descriptor) throws(SystemError) -> PacketListener {
        let descriptor = try UnixSocket.listen(name, in: directory, type: .packets)
        try descriptor.setNonBlocking()
        return PacketListener(descriptor: descriptor)
    }

    /// Who came first; `nil` when nobody waits. The connection doesn't block.
    public func accept() throws(SystemError) -> PacketSocket? {
        let result = skiff_accept(descriptor.number)
        if result == -EAGAIN || result == -ECONNABORTED { return nil }
        return try PacketSocket(owning: Descriptor(owning: check(result, "accept", "a visitor")))
    }
}

extension DescriptorList {
    /// Gives the first one away; `nil` when there is none.
    public mutating func takeFirst() -> Descriptor? {
        isEmpty ? nil : .some(Descriptor(owning: removeFirst()))
    }
}
