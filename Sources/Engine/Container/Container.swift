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
        case exited(ExitRecord)
    }

    public var id: String { record.id }
    public var name: String { record.name }

    /// Docker's word: `created`, `running`, `exited`.
    public var statusName: String {
        switch state {
        case .created: "created"
        case .running: "running"
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
        switch try directory.readState() {
        case nil: return .created
        case .exited(let record): return .exited(record)
        case .running(let running):
            if try directory.isSupervised() { return .running(running) }
            // Between the two looks it may have ended in the usual way.
            if case .exited(let record) = try directory.readState() { return .exited(record) }
            return .exited(.supervisorLost(since: running))
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
