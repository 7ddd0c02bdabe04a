import Glibc
import LinuxSystem
import TestSupport

/// Somebody who connects to a container's supervisor, is its owner, and is not
/// `skiff`: sends any bytes, with any descriptors, and reads only when asked to.
struct ControlVisitor: ~Copyable {
    private let socket: PacketSocket

    /// The kinds of messages, as `VisitorMessage` has them.
    enum Kind {
        static let signal: UInt8 = 8
        static let attach: UInt8 = 9
        static let stop: UInt8 = 10
        static let resume: UInt8 = 12
        static let execute: UInt8 = 14
        static let refused: UInt8 = 16
        /// None has it.
        static let unknown: UInt8 = 200
    }

    init(of container: RunningContainer) throws {
        let directory = try Descriptor.open("\(container.skiff.root)/containers/\(container.id)", [.directory])
        socket = PacketSocket(owning: try UnixSocket.connect("control.sock", in: directory, type: .packets))
    }

    /// False: the other side has no room, or has hung up.
    @discardableResult
    func send(_ bytes: [UInt8], waiting: Bool = true) throws -> Bool {
        try socket.send(bytes, waiting: waiting) == .sent
    }

    func send(_ bytes: [UInt8], with descriptors: borrowing DescriptorList) throws {
        try socket.send(bytes, with: descriptors)
    }

    /// The next message; empty at the end.
    func receive(within limit: Duration = .seconds(20)) throws -> [UInt8] {
        var entry = pollfd(fd: socket.descriptor.number, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, Deadline(after: limit).milliseconds) > 0 else {
            throw TestFailure("the supervisor does not answer")
        }
        var bytes = [UInt8](repeating: 0, count: 70_000)
        let count = bytes.withUnsafeMutableBytes { recv(socket.descriptor.number, $0.baseAddress, $0.count, 0) }
        return Array(bytes.prefix(max(0, count)))
    }
}
