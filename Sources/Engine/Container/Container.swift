import JSON
import LinuxSystem
import Runtime

/// A container as it is now: what it was made from, and what has become of it.
public struct Container: Sendable {
    public let record: ContainerRecord
    public let state: Status
    /// Its supervisor went without a word; nobody has recorded its end yet.
    var isLost = false

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
    /// Reads what stands in a container's directory.
    static func read(from directory: borrowing ContainerDirectory) throws -> Container {
        let bytes = try directory.descriptor.readFile(ContainerDirectory.recordName)
        let record = try ContainerRecord(jsonText: bytes)
        switch try directory.readState() {
        case nil: return Container(record: record, state: .created)
        case .exited(let end): return Container(record: record, state: .exited(end))
        case .running(let running):
            if try directory.isSupervised() { return Container(record: record, state: .running(running)) }
            // Between the two looks it may have ended in the usual way.
            if case .exited(let end) = try directory.readState() {
                return Container(record: record, state: .exited(end))
            }
            return Container(record: record, state: .exited(ExitRecord(lost: running)), isLost: true)
        }
    }
}
