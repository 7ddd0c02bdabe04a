import Events
import LinuxSystem
import StateStore

/// Volumes that a `prune` removed.
public struct PrunedVolumes: Hashable, Sendable {
    /// Their names.
    public var removed: [String] = []
    /// Bytes of disk space that are free now.
    public var reclaimed: Int64 = 0
}

extension Engine {
    /// Removes a volume with all its files.
    /// - Parameter force: one that isn't there is no failure. One that is in use stays in any case.
    /// - Throws: `conflict` when containers use it, running or not; they are named.
    public func removeVolume(_ name: String, force: Bool = false) throws {
        let isRemoved = try change { database in
            guard try VolumeTable.find(name, in: database) != nil else {
                if force { return false }
                throw Self.noSuchVolume(name)
            }
            let users = try VolumeTable.users(of: name, in: database)
            guard users.isEmpty else {
                throw EngineError(
                    .conflict,
                    "cannot remove volume \(name): it is in use by \(users.count == 1 ? "container" : "containers") "
                        + "\(users.joined(separator: ", ")); remove \(users.count == 1 ? "it" : "them") first")
            }
            try forget(name, in: database)
            return true
        }
        if isRemoved { emitVolume("destroy", name) }
        try VolumeDirectories(in: state).sweep()
    }

    /// Removes volumes that no container uses.
    /// - Parameter all: those with names, too.
    public func pruneVolumes(all: Bool = false, _ filter: VolumeFilter = VolumeFilter()) throws -> PrunedVolumes {
        var pruned = PrunedVolumes()
        var measure = DiskMeasure()
        let directories = try VolumeDirectories(in: state)
        for usage in try volumes(filter) where usage.containers.isEmpty && (all || usage.volume.isAnonymous) {
            let name = usage.volume.name
            let size = try directories.size(of: name, &measure)
            do {
                try removeVolume(name)
            } catch let error as EngineError where error.kind == .conflict || error.kind == .notFound {
                continue  // Somebody uses it now, or was faster.
            }
            pruned.removed.append(name)
            pruned.reclaimed += size
        }
        try directories.sweep()
        emit(.volume, "prune", id: "", ["reclaimed": String(pruned.reclaimed)])
        return pruned
    }

    /// Forgets a container, and lets go of its volumes.
    /// - Parameter removingVolumes: anonymous ones that no other container uses are removed.
    func forget(container id: String, removingVolumes: Bool) throws {
        let removed = try change { database in
            let names = removingVolumes ? try ownVolumes(of: id, in: database) : []
            // The rows that say what it uses go with it.
            try database.execute(sql: "DELETE FROM containers WHERE id = ?", arguments: [id])
            for name in names { try forget(name, in: database) }
            return names
        }
        guard !removed.isEmpty else { return }
        for name in removed { emitVolume("destroy", name) }
        try VolumeDirectories(in: state).sweep()
    }

    private func ownVolumes(of id: String, in database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT name FROM volumes JOIN container_volumes AS own ON own.volume = name
                WHERE own.container_id = ? AND anonymous AND NOT EXISTS (
                    SELECT 1 FROM container_volumes AS other WHERE other.volume = name AND other.container_id <> ?)
                """, arguments: [id, id])
    }

    /// The directory goes from its place within the transaction: whoever makes a volume of the name afterwards
    /// begins with an empty one.
    private func forget(_ name: String, in database: Database) throws {
        let projects = try Int64.fetchAll(
            database, sql: "SELECT project FROM volumes WHERE name = ?", arguments: [name])
        try database.execute(sql: "DELETE FROM volumes WHERE name = ?", arguments: [name])
        let directories = try VolumeDirectories(in: state)
        for project in projects { try VolumeQuota.lift(project, in: directories.descriptor) }
        try directories.setAside(name)
    }
}
