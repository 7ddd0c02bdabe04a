import CSQLite

/// A compiled statement with its arguments bound.
final class Statement {
    private let handle: OpaquePointer
    private let connection: OpaquePointer

    init(_ sql: String, _ arguments: [(any DatabaseValue)?], on connection: OpaquePointer) throws(DatabaseError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v2(connection, sql, -1, &handle, nil)
        guard code == SQLITE_OK, let handle else { throw DatabaseError(code, of: connection) }
        self.handle = handle
        self.connection = connection
        for (index, argument) in arguments.enumerated() {
            // Without a value the parameter stays NULL.
            guard let argument else { continue }
            let code = bind(argument.stored, at: CInt(index + 1))
            guard code == SQLITE_OK else { throw DatabaseError(code, of: connection) }
        }
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Goes to the next row; false at the end.
    func step() throws(DatabaseError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw DatabaseError(code, of: connection)
        }
    }

    private func bind(_ value: StoredValue, at index: CInt) -> CInt {
        switch value {
        case .integer(let number):
            return sqlite3_bind_int64(handle, index, number)
        case .text(let text):
            // SQLITE_TRANSIENT: SQLite makes its own copy.
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            return sqlite3_bind_text(handle, index, text, CInt(text.utf8.count), transient)
        }
    }

    /// The value in a column of the present row; `nil` for NULL.
    func value(at column: CInt) -> StoredValue? {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
        case SQLITE_TEXT: .text(String(cString: sqlite3_column_text(handle, column)))
        default: nil
        }
    }

    var columnNames: [String] {
        (0..<sqlite3_column_count(handle)).map { String(cString: sqlite3_column_name(handle, $0)) }
    }
}
