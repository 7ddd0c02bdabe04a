import LinuxSystem
import OCI
import StateStore

extension StoreCheck {
    /// Looks for files that no row knows, rows that no image refers to, and what crashes have left.
    func checkOrphans() throws(ImageError) {
        let orphans = try attempt { () throws(StateError) in
            // Under the writer's lock nothing can become known meanwhile.
            try store.state.write { database in
                if repairs { try ImageStore.deleteUnused(database) }
                return try store.unknownParts(database).map { part in
                    if repairs { try store.move(part, to: staging.directory) }
                    return part.path
                }
            }
        }
        for path in try orphans + abandonedStagings() {
            report.problems.append(
                StoreProblem(
                    subject: .orphan, name: path, reason: "nothing refers to it", outcome: repairs ? .repaired : .found)
            )
        }
    }

    private func abandonedStagings() throws(ImageError) -> [String] {
        let stagings = try store.directory("staging")
        return try attempt { () throws(SystemError) in
            var abandoned = [RawPath]()
            for name in try stagings.entries() where try !Staging.isActive(name, in: stagings) {
                abandoned.append(name)
            }
            if repairs, !abandoned.isEmpty { try Staging.removeAbandoned(in: stagings) }
            return abandoned.map { "staging/\($0.shown)" }
        }
    }
}
