import Glibc
import LinuxSystem

extension Supervisor {
    /// The container's first process has ended: everything that it had goes,
    /// in reverse order, then its end is recorded and told.
    func finish(_ status: ExitStatus) throws {
        try drainOutput()
        log.finish()
        container.streams.input = nil
        let facts = container.cgroup?.outOfMemoryFacts() ?? .none
        let leftovers = container.cgroup.take()?.remove()
        var record = Self.record(status, facts: facts, startedAt: container.startedAt)
        if let leftovers { record.cause = [record.cause, leftovers].compactMap(\.self).joined(separator: "; ") }
        try directory.write(.exited(record))
        try conclude(record)
    }

    static func record(_ status: ExitStatus, facts: OutOfMemoryFacts, startedAt: Timestamp) -> ExitRecord {
        var record = ExitRecord(
            exitCode: status.shellCode, startedAt: startedAt.nanoseconds, finishedAt: Timestamp.now().nanoseconds,
            oomKilled: facts.kills > 0)
        if case .signaled(let signal, _) = status {
            record.signal = signal.rawValue
            // The out-of-memory killer uses SIGKILL; another signal had
            // another sender, whatever else was killed before.
            if signal == .kill, facts.kills > 0 { record.cause = facts.sentence }
        }
        return record
    }

    /// Tells the visitors and waits until they have read everything or left.
    private func conclude(_ record: ExitRecord) throws {
        let hadVisitor = !visitors.isEmpty
        announce(.ended(record))
        while let (token, visitor) = visitors.first(where: { $0.value.isBehind }) {
            try events.modify(visitor.socket.descriptor, [.writable], token: token)
            for event in try events.wait() where event.token >= Token.firstVisitor { try serve(event) }
        }
        if !hadVisitor, let command = settings.whenAbandoned {
            try ChildProcess(command[0], arguments: command).spawn()
        }
    }
}

/// What the kernel's out-of-memory killer did in a container.
struct OutOfMemoryFacts: Sendable {
    /// Processes killed in its cgroup.
    var kills: UInt64
    /// Bytes; `nil` when there is none or it can't be told.
    var limit: UInt64?
    var peak: UInt64?

    static let none = OutOfMemoryFacts(kills: 0)

    /// `killed: out of memory (limit 64 MiB, peak 64 MiB)`.
    var sentence: String {
        let parts = [limit.map { "limit \(Self.size($0))" }, peak.map { "peak \(Self.size($0))" }].compactMap(\.self)
        return parts.isEmpty ? "killed: out of memory" : "killed: out of memory (\(parts.joined(separator: ", ")))"
    }

    /// Binary units, rounded to whole ones when they are.
    private static func size(_ bytes: UInt64) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = bytes
        var remainder: UInt64 = 0
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            remainder = value % 1024
            value /= 1024
            unit += 1
        }
        let tenth = remainder * 10 / 1024
        return tenth == 0 ? "\(value) \(units[unit])" : "\(value).\(tenth) \(units[unit])"
    }
}
