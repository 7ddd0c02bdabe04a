import JSON
import LinuxSystem
import StateStore

/// The database's rows about volumes, and about which containers use them.
enum VolumeTable {
    /// `nil`: there is none of that name.
    static func find(_ name: String, in database: Database) throws -> Volume? {
        try Row.fetchAll(
            database, sql: "SELECT name, created, anonymous, labels, options FROM volumes WHERE name = ?",
            arguments: [name]
        ).first.map { try Volume($0) }
    }

    /// All of them, by their names.
    static func all(in database: Database) throws -> [Volume] {
        try Row.fetchAll(
            database, sql: "SELECT name, created, anonymous, labels, options FROM volumes ORDER BY name"
        ).map { try Volume($0) }
    }

    /// The ids of the containers that use each volume.
    static func users(in database: Database) throws -> [String: [String]] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT volume, container_id FROM container_volumes ORDER BY volume, container_id")
        var users = [String: [String]]()
        for row in rows { users[row["volume"], default: []].append(row["container_id"]) }
        return users
    }

    /// Those that use one volume, as messages name them: `web (0123456789ab)`.
    /// - Parameter container: is left out.
    static func users(
        of volume: String, but container: String = "", in database: Database
    ) throws -> [String] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT id, containers.name AS name FROM containers JOIN container_volumes ON container_id = id
                WHERE volume = ? AND id <> ? ORDER BY created
                """, arguments: [volume, container]
        ).map { row in
            let (name, id): (String, String) = (row["name"], row["id"])
            return "\(name) (\(id.prefix(12)))"
        }
    }

    static func insert(_ volume: Volume, project: Int64?, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO volumes (name, created, anonymous, labels, options, project) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                volume.name, volume.createdAt.nanoseconds, volume.isAnonymous, text(volume.labels),
                text(volume.options), project,
            ])
    }

    private static func text(_ members: [String: String]) -> String { String(decoding: members.json, as: UTF8.self) }
}

extension Volume {
    fileprivate init(_ row: Row) throws {
        let (labels, options): (String, String) = (row["labels"], row["options"])
        self.init(
            name: row["name"], createdAt: Timestamp(nanoseconds: row["created"]), isAnonymous: row["anonymous"],
            labels: try [String: String](jsonText: Array(labels.utf8)),
            options: try [String: String](jsonText: Array(options.utf8)))
    }
}
