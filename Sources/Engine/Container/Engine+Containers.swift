import Glibc
import LinuxSystem
import Runtime
import StateStore

extension Engine {
    /// All containers, the newest first.
    public func allContainers() throws -> [Container] {
        let ids = try state.read { database in
            try String.fetchAll(database, sql: "SELECT id FROM containers ORDER BY created DESC, id")
        }
        // One that is being removed, or was only half made, has no record to
        // read, and one that a power failure has spoilt must not hide the others.
        return ids.compactMap { (try? current($0)) ?? nil }
    }

    /// The container of that name, id, or beginning of an id that fits one alone.
    public func container(_ reference: String) throws -> Container {
        let row = try row(reference)
        guard let container = try current(row.id) else { throw Self.noSuchContainer(reference) }
        return container.name == row.name ? container : try renamed(container)
    }

    /// The id that a name, an id or its beginning stands for.
    func id(of reference: String) throws -> String { try row(reference).id }

    /// What the database knows a container by.
    struct NamedRow: Hashable, Sendable {
        let id: String
        let name: String
    }

    /// The row of the container of that name.
    func row(of name: String) throws -> NamedRow? {
        try state.read { try Self.rows($0, where: "name = ?", [name]) }.first
    }

    private static func rows(
        _ database: Database, where condition: String, _ arguments: [String]
    ) throws -> [NamedRow] {
        try Row.fetchAll(
            database, sql: "SELECT id, name FROM containers WHERE \(condition) LIMIT 2", arguments: arguments
        ).map { NamedRow(id: $0["id"], name: $0["name"]) }
    }

    /// The row that a name, an id or its beginning stands for.
    func row(_ reference: String) throws -> NamedRow {
        let isPrefix = !reference.isEmpty && reference.utf8.allSatisfy("0123456789abcdef".utf8.contains)
        let rows = try state.read { database in
            let named = try Self.rows(database, where: "name = ?", [reference])
            guard named.isEmpty, isPrefix else { return named }
            return try Self.rows(database, where: "id >= ? AND id < ?", [reference, reference + "g"])
        }
        guard let row = rows.first else { throw Self.noSuchContainer(reference) }
        guard rows.count == 1 else {
            throw EngineError(.invalid, "the id \"\(reference)\" fits several containers: give more of its digits")
        }
        return row
    }

    static func noSuchContainer(_ reference: String) -> EngineError {
        EngineError(.notFound, "no such container: \(reference)")
    }

    /// Opens a container's directory.
    func directory(of id: String) throws(SystemError) -> ContainerDirectory {
        try ContainerDirectory(owning: containers.openDirectory(id))
    }

    /// The same as `existing`, and the first that notices that a supervisor was
    /// lost records the container's end. Never in a transaction.
    func current(_ id: String) throws -> Container? {
        guard let container = try existing(id) else { return nil }
        guard container.isLost else { return container }
        // What can't be recorded now is told all the same, and tried again next time.
        _ = try? recover(id)
        return try existing(id)
    }

    /// `nil` for one that is only half made, or half removed.
    func existing(_ id: String) throws -> Container? {
        do {
            return try Container.read(from: directory(of: id))
        } catch let error as SystemError where error.errno == ENOENT {
            return nil
        }
    }
}
