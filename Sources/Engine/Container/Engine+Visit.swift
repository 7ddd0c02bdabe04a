import Glibc
import LinuxSystem
import Runtime

extension Engine {
    /// A connection to the container's supervisor; `nil` when there is none (any more).
    func visit(_ id: String) throws(SystemError) -> PacketSocket? {
        do throws(SystemError) {
            let directory = try directory(of: id)
            return .some(
                PacketSocket(
                    owning: try UnixSocket.connect(
                        ContainerDirectory.socketName, in: directory.descriptor, type: .packets)))
        } catch {
            if error.errno == ENOENT || error.errno == ECONNREFUSED { return nil }
            throw error
        }
    }

    /// Says something that needs no answer. Answers whether anybody was there to hear it.
    func tell(_ id: String, _ message: VisitorMessage) throws(SystemError) -> Bool {
        guard let supervisor = try visit(id) else { return false }
        return try supervisor.send(message.encoded(), waiting: true) == .sent
    }

    /// Asks for something and waits until it is done.
    /// - Parameter verb: what could not be done, for the error: `pause`.
    func ask(_ container: Container, _ message: VisitorMessage, verb: String) throws {
        guard let supervisor = try visit(container.id), try supervisor.send(message.encoded(), waiting: true) == .sent
        else {
            throw EngineError(
                .conflict, "cannot \(verb) container \(container.name): it is not running (\(container.statusName))")
        }
        var buffer = VisitorMessage.makeBuffer()
        let result = buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(SystemError) in try supervisor.receive(into: bytes) }
        }
        let count = try result.get() ?? 0
        switch VisitorMessage(decoding: buffer[..<count]) {
        case .done: return
        case .refused(_, let sentence):
            throw EngineError(.conflict, "cannot \(verb) container \(container.name): \(sentence)")
        default:
            throw EngineError(.conflict, "cannot \(verb) container \(container.name): it has just ended")
        }
    }

    /// Stops every process of the container until `unpause`.
    public func pause(_ reference: String) throws {
        try ask(running(reference), .pause, verb: "pause")
    }

    /// Lets a paused container go on.
    public func unpause(_ reference: String) throws {
        try ask(running(reference), .resume, verb: "unpause")
    }
}
