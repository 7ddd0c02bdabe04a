import LinuxSystem
import Runtime

/// What a container is doing, or how it ended.
struct InspectedState: Encodable, Sendable {
    let Status: String
    let Running: Bool
    let Paused: Bool
    let Restarting: Bool
    let OOMKilled: Bool
    let Dead = false
    let Pid: Int32
    let ExitCode: Int32
    let Error: String
    let Cause: String
    let StartedAt: String
    let FinishedAt: String
    let Health: InspectedHealth?
    /// What the filter of system calls refused last; absent when it was nothing, or nobody watched.
    let RefusedCalls: [InspectedRefusal]?

    /// Docker's word for a moment that has not come.
    private static let never = "0001-01-01T00:00:00Z"

    private enum CodingKeys: CodingKey {
        case Status, Running, Paused, Restarting, OOMKilled, Dead, Pid, ExitCode, Error, Cause, StartedAt, FinishedAt,
            Health, RefusedCalls
    }
}

extension InspectedState {
    init(_ container: Container) {
        let status = container.statusName
        switch container.state {
        case .created:
            self.init(status, pid: 0, ended: nil, startedAt: nil)
        case .running(let running):
            self.init(status, pid: running.pid, ended: nil, startedAt: running.startedAt, health: running.health)
        case .paused(let running):
            self.init(status, pid: running.pid, ended: nil, startedAt: running.startedAt, health: running.health)
        case .restarting(let restarting):
            self.init(status, pid: 0, ended: restarting.last, startedAt: restarting.last.startedAt)
        case .exited(let record):
            self.init(status, pid: 0, ended: record, startedAt: record.startedAt)
        }
    }

    private init(_ status: String, pid: Int32, ended: ExitRecord?, startedAt: Int64?, health: Runtime.Health? = nil) {
        Status = status
        Running = pid != 0 || status == "restarting"
        Paused = status == "paused"
        Restarting = status == "restarting"
        OOMKilled = ended?.oomKilled ?? false
        Pid = pid
        ExitCode = ended?.exitCode ?? 0
        Error = ended?.error ?? ""
        Cause = ended?.cause ?? ""
        StartedAt = startedAt.map { Timestamp(nanoseconds: $0).description } ?? Self.never
        let refused = ended?.death?.refusedCalls ?? []
        RefusedCalls = refused.isEmpty ? nil : refused.map { InspectedRefusal($0) }
        Health = health.map { InspectedHealth($0) }
        FinishedAt = ended.map { Timestamp(nanoseconds: $0.finishedAt).description } ?? Self.never
    }
}

/// What the health checks have found, with Docker's names.
struct InspectedHealth: Encodable, Sendable {
    let Status: String
    let FailingStreak: Int
    let Log: [Check]

    struct Check: Encodable, Sendable {
        let Start: String
        let End: String
        let ExitCode: Int32
        let Output: String
    }

    init(_ health: Runtime.Health) {
        Status = health.status.rawValue
        FailingStreak = health.failingStreak
        Log = health.results.map { result in
            Check(
                Start: Timestamp(nanoseconds: result.startedAt).description,
                End: Timestamp(nanoseconds: result.endedAt).description, ExitCode: result.exitCode,
                Output: result.output)
        }
    }
}

/// A system call that was refused before the end.
struct InspectedRefusal: Encodable, Sendable {
    let Call: String
    let Error: String
    /// The caller's own name for itself; empty when it isn't known.
    let Process: String
    let MillisecondsBefore: Int64
    let Count: UInt64

    init(_ refused: RefusedCall) {
        Call = refused.call
        Error = refused.error
        Process = refused.process ?? ""
        MillisecondsBefore = refused.before
        Count = refused.count
    }
}
