import Glibc
import LinuxSystem
import Runtime

/// A supervisor that has been started and waits for its container. When it is
/// let go of unassigned it ends by itself.
public struct SupervisorProcess: ~Copyable {
    private let connection: PacketSocket

    /// Starts one.
    public static func spawn() throws -> SupervisorProcess {
        let program = try RuntimeProgram.find().openReadOnly()
        let pair = try PacketSocket.Pair()
        let number = pair.far.descriptor.number
        try ChildProcess(
            program.descriptor.procPath, arguments: ["skiff-runtime", "supervise", String(number)],
            inherited: [number]
        ).spawn()
        return SupervisorProcess(connection: pair.near)
    }

    private init(connection: consuming PacketSocket) {
        self.connection = connection
    }

    /// Gives it its container. Answers the connection, by which it tells what
    /// becomes of the container.
    consuming func assign(path: String, root: borrowing DetachedMount) throws(EngineError) -> PacketSocket {
        do {
            try Assignment.send(path: path, root: root, to: connection)
        } catch {
            throw EngineError(.internal, "cannot hand the container to its supervisor, skiff-runtime", cause: error)
        }
        return connection
    }
}
