import Glibc
import LinuxSystem
import Runtime

/// A supervisor that has been started and waits for its container. When it is
/// let go of unassigned it ends, and is waited for.
public struct SupervisorProcess: ~Copyable {
    private let pid: pid_t
    /// `nil` once it has a container.
    private var connection: PacketSocket?

    /// Starts one.
    public static func spawn() throws -> SupervisorProcess {
        let program = try RuntimeProgram.find().openReadOnly()
        let pair = try PacketSocket.Pair()
        let number = pair.far.descriptor.number
        let pid = try ChildProcess(
            program.descriptor.procPath, arguments: ["skiff-runtime", "supervise", String(number)],
            inherited: [number]
        ).spawn()
        return SupervisorProcess(pid: pid, connection: pair.near)
    }

    private init(pid: pid_t, connection: consuming PacketSocket) {
        self.pid = pid
        self.connection = .some(connection)
    }

    deinit {
        guard case .some = connection else { return }
        // Nothing was decided that it could do: it goes at once.
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }

    /// Gives it its container, which is locked until it runs whatever becomes of this process. Answers the connection, by which it tells what
    /// becomes of the container.
    consuming func assign(
        path: String, root: borrowing DetachedMount, startLock: borrowing FileLock
    ) throws(EngineError) -> PacketSocket {
        let connection = connection.take()!  // taken here alone, and this consumes
        do {
            try Assignment.send(path: path, root: root, startLock: startLock, to: connection)
        } catch {
            throw EngineError(.internal, "cannot hand the container to its supervisor, skiff-runtime", cause: error)
        }
        return connection
    }
}
