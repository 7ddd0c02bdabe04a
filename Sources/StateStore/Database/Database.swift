import CSQLite

/// One connection to a SQLite database. It is used by one thread at a time;
/// `StateStore` sees to that.
///
/// It is our own because opening one is part of every start: with GRDB and the
/// Foundation that it needs, `skiff run` took a tenth longer and the executable
/// was three times as large.
public final class Database {
    private let handle: OpaquePointer

    /// Opens the file, and makes it when there is none.
    /// - Parameter patience: milliseconds to wait for another process's transaction.
    init(path: String, patience: CInt) throws(DatabaseError) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let error =
                handle.map { DatabaseError(code, of: $0) } ?? DatabaseError(code: code, message: "out of memory")
            sqlite3_close(handle)
            throw error
        }
        self.handle = handle
        sqlite3_busy_timeout(handle, patience)
        // Instead of SQLite's own checkpoints, which leave the log as long as it is: it would be written from its
        // beginning by who has kept the database open since, and no process of ours does. What is read whole at
        // each opening would grow for ever.
        sqlite3_wal_hook(
            handle,
            { patience, handle, name, pages in
                guard let handle, pages >= Database.longestLog else { return SQLITE_OK }
                // Who is reading is not waited for: the next transaction tries again. Nor is a failure one of the
                // transaction, which is in the log.
                sqlite3_busy_timeout(handle, 0)
                sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
                sqlite3_busy_timeout(handle, CInt(truncatingIfNeeded: Int(bitPattern: patience)))
                return SQLITE_OK
            }, UnsafeMutableRawPointer(bitPattern: Int(patience)))
    }

    /// Pages in the log that are a reason to take them into the database. Whoever opens one that nobody has open
    /// reads the whole log: 2 µs a page. A checkpoint takes two fsync(2), so neither may come too often: at 100
    /// pages both cost a tenth of a millisecond a command.
    private static let longestLog: CInt = 100

    /// Ends the connection, which must not be used again. Letting go of the
    /// value doesn't: a process that ends needs no farewell, and this one takes
    /// three fsync(2).
    func close() {
        sqlite3_close_v2(handle)
    }

    /// Runs one statement, or several without arguments.
    public func execute(sql: String, arguments: [(any DatabaseValue)?] = []) throws(DatabaseError) {
        if arguments.isEmpty {
            let code = sqlite3_exec(handle, sql, nil, nil, nil)
            guard code == SQLITE_OK else { throw DatabaseError(code, of: handle) }
        } else {
            let statement = try Statement(sql, arguments, on: handle)
            while try statement.step() {}
        }
    }

    /// The rows that a query answers, each turned into a value.
    func rows<Value>(
        sql: String, arguments: [(any DatabaseValue)?], _ value: (Statement) -> Value
    ) throws(DatabaseError) -> [Value] {
        let statement = try Statement(sql, arguments, on: handle)
        var values = [Value]()
        while try statement.step() { values.append(value(statement)) }
        return values
    }

    /// How many rows the last statement changed.
    public var changesCount: Int { Int(sqlite3_changes(handle)) }

    /// The number that the last inserted row got.
    public var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Runs the body in a transaction: all of it happens or, when it throws,
    /// nothing.
    /// - Parameter kind: `DEFERRED` to read, `IMMEDIATE` to write.
    func transaction<Value>(_ kind: StaticString, _ body: (Database) throws -> Value) throws -> Value {
        try execute(sql: "BEGIN \(kind)")
        do {
            let value = try body(self)
            try execute(sql: "COMMIT")
            return value
        } catch {
            // SQLite may have rolled back by itself; the error to tell is the first.
            _ = try? execute(sql: "ROLLBACK")
            throw error
        }
    }
}

/// What SQLite refused, in its words.
public struct DatabaseError: Error, Hashable, Sendable {
    /// A result code of sqlite3.h.
    let code: CInt
    let message: String

    init(code: CInt, message: String) {
        self.code = code
        self.message = message
    }

    init(_ code: CInt, of handle: OpaquePointer) {
        self.init(code: code, message: String(cString: sqlite3_errmsg(handle)))
    }
}
