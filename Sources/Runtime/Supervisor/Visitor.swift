import LinuxSystem

/// Somebody attached to the container: the connection, and what has not been
/// delivered to it yet.
final class Visitor {
    let socket: PacketSocket
    /// Packets that the other side had no room for, oldest first.
    private var waiting: [[UInt8]] = []
    private(set) var isGone = false
    /// What its connection is watched for.
    var watched = Readiness.readable

    init(owning socket: consuming PacketSocket) {
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
    }

    /// Sends what waits, as far as the other side has room.
    func flush() {
        // A connection that turns out to be closed takes with it what waits.
        while let packet = waiting.first, deliver(packet), !isGone { waiting.removeFirst() }
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
