/// A row of a query's answer, its columns by name.
public struct Row: Sendable {
    private let names: [String]
    private let values: [StoredValue?]

    /// The row that the statement stands on.
    init(_ statement: Statement) {
        names = statement.columnNames
        values = (0..<CInt(names.count)).map(statement.value)
    }

    /// The value in a column that cannot be NULL. The schema and the query are
    /// ours: another type there is a mistake of the program.
    public subscript<Value: DatabaseValue>(_ column: String) -> Value {
        guard let value: Value = self[column] else { preconditionFailure("no \(Value.self) in column \(column)") }
        return value
    }

    /// The value in a column; `nil` for NULL.
    public subscript<Value: DatabaseValue>(_ column: String) -> Value? {
        guard let index = names.firstIndex(of: column) else { return nil }
        return values[index].flatMap(Value.init)
    }

    /// All rows of a query.
    public static func fetchAll(
        _ database: Database, sql: String, arguments: [(any DatabaseValue)?] = []
    ) throws(DatabaseError) -> [Row] {
        try database.rows(sql: sql, arguments: arguments, Row.init)
    }
}
