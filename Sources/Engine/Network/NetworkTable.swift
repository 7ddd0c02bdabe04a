import JSON
import LinuxSystem
import StateStore

/// The database's rows about networks, and about which containers use them.
enum NetworkTable {
    private static let columns = "id, name, driver, created, internal, attachable, link, labels, options, subnets"

    /// The one of that name; `nil`: there is none.
    static func find(name: String, in database: Database) throws -> NetworkRecord? {
        try rows("WHERE name = ?", [name], in: database).first
    }

    /// Those that the beginning of an id fits, two at most.
    static func find(idPrefix: String, in database: Database) throws -> [NetworkRecord] {
        try rows("WHERE id >= ? AND id < ? LIMIT 2", [idPrefix, idPrefix + "g"], in: database)
    }

    /// All of them, by their names.
    static func all(in database: Database) throws -> [NetworkRecord] {
        try rows("ORDER BY name", [], in: database)
    }

    private static func rows(
        _ condition: String, _ arguments: [String], in database: Database
    ) throws -> [NetworkRecord] {
        try Row.fetchAll(database, sql: "SELECT \(columns) FROM networks \(condition)", arguments: arguments)
            .map { try NetworkRecord($0) }
    }

    static func insert(_ network: NetworkRecord, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO networks (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                network.id, network.name, network.driver.rawValue, network.createdAt.nanoseconds,
                network.isInternal, network.isAttachable, network.link, text(network.labels.json),
                text(network.options.json), text(network.subnets.json),
            ])
    }

    static func delete(_ id: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM networks WHERE id = ?", arguments: [id])
    }

    /// The ids of the containers that are to use each network, by the networks' names.
    static func users(in database: Database) throws -> [String: [String]] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT network, container_id FROM container_networks ORDER BY network, container_id")
        var users = [String: [String]]()
        for row in rows { users[row["network"], default: []].append(row["container_id"]) }
        return users
    }

    /// Notes that a container is to use a network.
    static func connect(_ container: String, to network: String, in database: Database) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO container_networks (container_id, network) VALUES (?, ?)",
            arguments: [container, network])
    }

    static func disconnect(_ container: String, from network: String, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM container_networks WHERE container_id = ? AND network = ?",
            arguments: [container, network])
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension NetworkRecord {
    fileprivate init(_ row: Row) throws {
        let (labels, options, subnets): (String, String, String) = (row["labels"], row["options"], row["subnets"])
        let driver: String = row["driver"]
        guard let driver = NetworkDriver(rawValue: driver) else {
            throw EngineError(.invalid, "the state has a network of driver \"\(driver)\": update skiff")
        }
        self.init(
            id: row["id"], name: row["name"], driver: driver, createdAt: Timestamp(nanoseconds: row["created"]),
            isInternal: row["internal"], isAttachable: row["attachable"], link: row["link"],
            labels: try [String: String](jsonText: Array(labels.utf8)),
            options: try [String: String](jsonText: Array(options.utf8)),
            subnets: try [NetworkSubnet](jsonText: Array(subnets.utf8)))
    }
}
