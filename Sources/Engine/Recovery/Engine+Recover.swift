import Events
import Glibc
import Images
import LinuxSystem
import Runtime
import StateStore

extension Engine {
    /// Brings all records in line with the kernel, after processes were killed
    /// or the machine was restarted: ends are recorded, cgroups removed with what
    /// runs in them, and what was half made goes. Two that do it at once do each
    /// thing once. What runs well is left alone.
    /// - Returns: what was done, in order; failures among it.
    public func recover() throws -> [RecoveryStep] {
        let history = try EventHistory(of: events)
        var steps = [RecoveryStep]()
        let rows = try state.read { database in
            try Row.fetchAll(database, sql: "SELECT id, name, created FROM containers ORDER BY created, id")
        }
        for row in rows {
            let id: String = row["id"]
            do {
                steps += try recoverRow(id, created: row["created"], history)
            } catch {
                steps.append(.failed(name: row["name"], reason: "\(error)"))
            }
        }
        steps += try removeOrphans(known: Set(rows.map { row -> String in row["id"] }))
        steps += recoverNetworks()
        let stagings = try images.removeAbandonedStagings()
        if stagings > 0 { steps.append(.stagingsRemoved(count: stagings)) }
        return steps
    }

    private func recoverRow(_ id: String, created: Int64, _ history: EventHistory) throws -> [RecoveryStep] {
        guard let container = try existing(id) else {
            guard Self.isAbandoned(since: created) else { return [] }
            try discard(id)
            return [.remainsRemoved(id: id)]
        }
        if container.isLost { return try recover(id, history)?.steps ?? [] }
        return try removeStrayCgroup(of: id) ? [.cgroupRemoved(name: container.name)] : []
    }

    /// Whether nobody can be making the container any more: that takes
    /// milliseconds, and doesn't survive the machine. What is to be made in a minute
    /// was made before the clock was set back.
    static func isAbandoned(
        since created: Int64, now: Timestamp = .now(), boot: Timestamp = BootID.time
    ) -> Bool {
        (now.nanoseconds - created).magnitude > 60_000_000_000 || created < boot.nanoseconds
    }

    /// Directories without a row: a container gets its row first, and loses it last.
    private func removeOrphans(known: Set<String>) throws -> [RecoveryStep] {
        var steps = [RecoveryStep]()
        for id in try containers.entries().map(\.shown).sorted() where !known.contains(id) {
            let isKnown = try state.read { database in
                try Bool.fetchOne(database, sql: "SELECT TRUE FROM containers WHERE id = ?", arguments: [id]) != nil
            }
            guard !isKnown else { continue }
            try discard(id)
            steps.append(.remainsRemoved(id: id))
        }
        return steps
    }
}
