import CShim
import Glibc
import LinuxSystem

/// A listening socket at which somebody hands over a descriptor, such as the
/// master of a container's terminal (SCM_RIGHTS, unix(7)).
public struct DescriptorSocket: ~Copyable {
    private let listener: Descriptor

    /// Makes the socket in the directory.
    public init(_ name: String, in directory: String) throws {
        listener = try UnixSocket.listen(name, in: Descriptor.open(directory, [.directory]), type: .stream)
    }

    /// What has been sent: the bytes and the descriptor with them.
    public struct Message: ~Copyable {
        public let text: String
        public let descriptor: Descriptor

        fileprivate init(text: String, descriptor: consuming Descriptor) {
            self.text = text
            self.descriptor = descriptor
        }

        /// Gives the descriptor to a reader.
        public consuming func reader() -> StreamReader { StreamReader(descriptor) }
    }

    /// Takes the connection that waits, and what came by it.
    public func receive(within limit: Duration = .seconds(10)) throws -> Message {
        var entry = pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, Deadline(after: limit).milliseconds) > 0 else {
            throw TestFailure("nobody has handed over a descriptor")
        }
        let connection = accept(listener.number, nil, nil)
        try checkErrno(connection, "accept", "a connection")
        let socket = Descriptor(owning: connection)
        var bytes = [UInt8](repeating: 0, count: 256)
        var number: CInt = -1
        let count = try check(
            skiff_receive_descriptor(socket.number, &bytes, bytes.count, &number), "receive", "a descriptor")
        guard number >= 0 else { throw TestFailure("a message without a descriptor") }
        return Message(
            text: String(decoding: bytes[..<Int(count)], as: UTF8.self), descriptor: Descriptor(owning: number))
    }
}
