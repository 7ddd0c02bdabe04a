import LinuxSystem

/// Somebody who came to the supervisor: the connection, and what has not been
/// delivered to it yet.
final class Visitor {
    let socket: PacketSocket
    /// Whose process it is, by the host's ids.
    let user: UInt32
    /// Gets the container's output, and may type.
    var isAttached = false
    /// Packets that the other side had no room for, oldest first.
    private var waiting: [[UInt8]] = []
    private var waitingBytes = 0
    /// Output is not read while somebody is behind, so that little more than a
    /// pipe's content comes together in a run. Who never reads loses touch
    /// with a container that is started again and again.
    private static let mostWaiting = 8 << 20
    private(set) var isGone = false
    /// What its connection is watched for.
    var watched = Readiness.readable

    init(owning socket: consuming PacketSocket, of user: UInt32) {
        self.user = user
        self.socket = socket
    }

    /// Whether packets wait for the other side to read.
    var isBehind: Bool { !waiting.isEmpty && !isGone }

    /// Sends now if the other side has room, else as soon as it has.
    func send(_ message: VisitorMessage) {
        guard !isGone else { return }
        let packet = message.encoded()
        if waiting.isEmpty, deliver(packet) { return }
        waiting.append(packet)
        waitingBytes += packet.count
        if waitingBytes > Self.mostWaiting { close() }
    }

    /// Sends a message with a descriptor, at once: a visitor that is given one has been sent nothing before.
    func send(_ message: VisitorMessage, with descriptor: borrowing Descriptor) throws(SystemError) {
        try socket.send(message.encoded(), with: descriptor)
    }

    /// Sends what waits, as far as the other side has room.
    func flush() {
        while let packet = waiting.first, !isGone, deliver(packet), !isGone {
            waitingBytes -= packet.count
            waiting.removeFirst()
        }
    }

    func close() {
        isGone = true
        waiting.removeAll()
    }

    /// Whether the packet is off our hands.
    private func deliver(_ packet: [UInt8]) -> Bool {
        // An error of the connection is the visitor's end, like a hang-up.
        switch (try? socket.send(packet, waiting: false)) ?? .closed {
        case .sent: return true
        case .full: return false
        case .closed:
            close()
            return true
        }
    }
}
