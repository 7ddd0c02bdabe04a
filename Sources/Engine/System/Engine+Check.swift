import Images
import LinuxSystem
import StateStore

extension Engine {
    /// Compares the database, the blobs, the layers' files and the containers' directories with one another and
    /// with their digests.
    /// - Parameter repair: puts right what can be put right from what is here, and removes what belongs to nothing.
    public func check(repair: Bool = false) throws -> StoreCheckReport {
        var report = try images.check(repair: repair) { id in
            // One that has ended only keeps its own files; any other may be about to start.
            guard let container = try existing(id), case .exited = container.state else { return true }
            return false
        }
        report.problems += try checkContainers(repair: repair)
        report.problems += try checkVolumes(repair: repair)
        report.problems += try checkNetworks(repair: repair)
        return report
    }

    /// Compares the containers' rows with their directories. What another `run` or `rm` is at meanwhile is
    /// left to it: they register first, and remove the row last.
    private func checkContainers(repair: Bool) throws -> [StoreProblem] {
        let rows = try state.read { database in
            try Row.fetchAll(database, sql: "SELECT id, created FROM containers")
        }
        let known = Set(rows.map { row -> String in row["id"] })
        let directories = try Set(containers.entries().map(\.shown))
        var problems = [StoreProblem]()
        for row in rows where !directories.contains(row["id"]) && Self.isAbandoned(since: row["created"]) {
            let id: String = row["id"]
            guard try isRegistered(id) else { continue }
            if repair { try discard(id) }
            problems.append(
                StoreProblem(
                    subject: .container, name: id, reason: "its directory is missing",
                    outcome: repair ? .repaired : .found))
        }
        for id in directories.subtracting(known).sorted() where try !isRegistered(id) {
            if repair { try discard(id) }
            problems.append(
                StoreProblem(
                    subject: .orphan, name: "containers/\(id)", reason: "nothing refers to it",
                    outcome: repair ? .repaired : .found))
        }
        return problems
    }

    /// A row may have come or gone since the first look.
    private func isRegistered(_ id: String) throws -> Bool {
        try state.read { database in
            try Bool.fetchOne(database, sql: "SELECT TRUE FROM containers WHERE id = ?", arguments: [id]) != nil
        }
    }
}
