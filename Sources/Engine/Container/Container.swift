import JSON
import LinuxSystem
import Runtime

/// A container as it is now: what it was made from, and what has become of it.
public struct Container: Sendable {
    /// What it was made from.
    public let record: ContainerRecord
    /// What has become of it.
    public let state: Status
    /// Its supervisor went without a word; nobody has recorded its end yet.
    var isLost = false

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

    /// 64 hexadecimal digits.
    public var id: String { record.id }
    /// Unique on the host.
    public var name: String { record.name }

    /// Its process, while it has one.
    public var running: ContainerState.Running? {
        switch state {
        case .running(let running), .paused(let running): running
        case .created, .restarting, .exited: nil
        }
    }

    /// How often it was started again since somebody started it.
    var restartCount: Int {
        switch state {
        case .created: 0
        case .running(let running), .paused(let running): running.restartCount
        case .restarting(let restarting): restarting.restartCount
        case .exited(let end): end.restartCount
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
    /// Reads what stands in a container's directory.
    static func read(from directory: borrowing ContainerDirectory) throws -> Container {
        let bytes = try directory.descriptor.readFile(ContainerDirectory.recordName)
        let record = try ContainerRecord(jsonText: bytes)
        guard let state = try directory.readState() else { return Container(record: record, state: .created) }
        if case .exited(let end) = state { return Container(record: record, state: .exited(end)) }
        if try !directory.isSupervised() {
            // Between the two looks it may have ended in the usual way.
            if case .exited(let end) = try directory.readState() {
                return Container(record: record, state: .exited(end))
            }
            return Container(record: record, state: .exited(ExitRecord(lost: state)), isLost: true)
        }
        return Container(record: record, state: Status(state))
    }
}

extension Container.Status {
    /// As a supervisor that lives has written it.
    fileprivate init(_ state: ContainerState) {
        switch state {
        case .running(let running): self = running.isPaused ? .paused(running) : .running(running)
        case .restarting(let restarting): self = .restarting(restarting)
        case .exited(let record): self = .exited(record)
        }
    }
}
