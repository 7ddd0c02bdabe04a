import Glibc
import JSON
import LinuxSystem
import Runtime

/// A container as it is now: what it was made from, and what has become of it.
public struct Container: Sendable {
    public let record: ContainerRecord
    public let state: Status

    /// What a container is doing.
    public enum Status: Sendable {
        case created
        case running(ContainerState.Running)
        /// It runs, but every process of it is stopped for a while.
        case paused(ContainerState.Running)
        /// It has ended and is going to be started again.
        case restarting(ContainerState.Restarting)
        case exited(ExitRecord)
    }

    public var id: String { record.id }
    public var name: String { record.name }

    /// Its process, while it has one.
    public var running: ContainerState.Running? {
        switch state {
        case .running(let running), .paused(let running): running
        case .created, .restarting, .exited: nil
        }
    }

    /// A supervisor has it in its care.
    public var isSupervised: Bool {
        switch state {
        case .running, .paused, .restarting: true
        case .created, .exited: false
        }
    }

    /// Docker's word: `created`, `running`, `paused`, `restarting`, `exited`.
    public var statusName: String {
        switch state {
        case .created: "created"
        case .running: "running"
        case .paused: "paused"
        case .restarting: "restarting"
        case .exited: "exited"
        }
    }
}

extension Container {
    static let recordName = "container.json"

    /// Reads what stands in a container's directory.
    static func read(from directory: borrowing ContainerDirectory) throws -> Container {
        let bytes = try directory.descriptor.readFile(recordName)
        let record = try ContainerRecord(jsonText: bytes)
        return Container(record: record, state: try status(in: directory))
    }

    private static func status(in directory: borrowing ContainerDirectory) throws -> Status {
        guard let state = try directory.readState() else { return .created }
        if case .exited(let record) = state { return .exited(record) }
        if try !directory.isSupervised() {
            // Between the two looks it may have ended in the usual way.
            return .exited(try directory.readState()?.end ?? state.end)
        }
        switch state {
        case .running(let running): return running.isPaused ? .paused(running) : .running(running)
        case .restarting(let restarting): return .restarting(restarting)
        case .exited(let record): return .exited(record)
        }
    }
}

extension ContainerState {
    /// How it ended, as far as can be told when no supervisor is there.
    var end: ExitRecord {
        switch self {
        case .running(let running): .supervisorLost(since: running)
        case .restarting(let restarting): restarting.last
        case .exited(let record): record
        }
    }
}

extension ExitRecord {
    /// The supervisor was killed; the kernel killed the container with it.
    static func supervisorLost(since running: ContainerState.Running) -> ExitRecord {
        ExitRecord(
            exitCode: 128 + SIGKILL, signal: SIGKILL, startedAt: running.startedAt, finishedAt: running.startedAt,
            cause: "killed: its supervisor was killed")
    }
}
