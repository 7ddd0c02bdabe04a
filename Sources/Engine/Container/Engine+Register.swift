import LinuxSystem
import StateStore

extension Engine {
    /// What the database is told of a new container.
    struct NewRow {
        let id: String
        /// `nil`: any that is free.
        let name: String?
        let imageID: String
        let created: Int64
        let needsIDs: Bool
        let mounts: [MountOption]
        /// By name.
        let networks: [String]
    }

    /// What it answers.
    struct Registered: Sendable {
        let name: String
        let firstID: UInt32?
        /// Volumes that were made for it.
        let volumes: [String]
    }

    /// Writes a new container down, with its volumes and networks, in one transaction.
    /// - Throws: `conflict` for a name that is taken.
    func register(_ row: NewRow) throws -> Registered {
        do {
            let registered = try insert(row)
            for volume in registered.volumes { emitVolume("create", volume) }
            return registered
        } catch StateError.body(let error) {
            throw error
        }
    }

    private func insert(_ row: NewRow) throws(StateError) -> Registered {
        try state.write { database in
            let name = try row.name ?? Self.freeName(database)
            if let other = try String.fetchOne(
                database, sql: "SELECT id FROM containers WHERE name = ?", arguments: [name])
            {
                throw EngineError(
                    .conflict,
                    "the container name \"\(name)\" is already in use by container \(other.prefix(12)): "
                        + "remove or rename that container, or choose another name")
            }
            let range = row.needsIDs ? try Self.freeRange(database) : nil
            try database.execute(
                sql: "INSERT INTO containers (id, name, image_id, created, id_range) VALUES (?, ?, ?, ?, ?)",
                arguments: [row.id, name, row.imageID, row.created, range])
            let volumes = try registerVolumes(of: row.mounts, container: row.id, in: database)
            for network in row.networks { try NetworkTable.connect(row.id, to: network, in: database) }
            return Registered(name: name, firstID: range.map(Self.firstID(ofRange:)), volumes: volumes)
        }
    }

    private static func freeName(_ database: Database) throws -> String {
        var name = ContainerName.random()
        var attempt = 0
        while try Bool.fetchOne(
            database, sql: "SELECT 1 FROM containers WHERE name = ?", arguments: [name]) == true
        {
            attempt += 1
            name = ContainerName.random() + (attempt > 10 ? String(Int.random(in: 0...99_999)) : "")
        }
        return name
    }

    /// Ranges for `--userns auto` begin far above those that login programs
    /// give out (subuid(5) starts at 100000), so that containers share ids with
    /// nobody.
    static func firstID(ofRange number: Int) -> UInt32 {
        (1 << 30) + UInt32(number) * ContainerRoot.idCount
    }

    private static func freeRange(_ database: Database) throws -> Int {
        let taken = try Set(
            Int.fetchAll(database, sql: "SELECT id_range FROM containers WHERE id_range IS NOT NULL"))
        guard let free = (0..<8192).first(where: { !taken.contains($0) }) else {
            throw EngineError(.unavailable, "all 8192 ranges of user ids are in use: remove containers that have one")
        }
        return free
    }
}
