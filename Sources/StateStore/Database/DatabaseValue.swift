/// What a column holds; the schema has no other types.
public enum StoredValue: Hashable, Sendable {
    case integer(Int64)
    case text(String)
}

/// A Swift value that a column can hold.
public protocol DatabaseValue: Hashable, Sendable {
    var stored: StoredValue { get }
    /// `nil` when the column holds another type.
    init?(_ stored: StoredValue)
}

extension String: DatabaseValue {
    public var stored: StoredValue { .text(self) }

    public init?(_ stored: StoredValue) {
        guard case .text(let text) = stored else { return nil }
        self = text
    }
}

extension Int64: DatabaseValue {
    public var stored: StoredValue { .integer(self) }

    public init?(_ stored: StoredValue) {
        guard case .integer(let number) = stored else { return nil }
        self = number
    }
}

extension Int: DatabaseValue {
    public var stored: StoredValue { .integer(Int64(self)) }

    public init?(_ stored: StoredValue) {
        guard case .integer(let number) = stored else { return nil }
        self.init(exactly: number)
    }
}

extension Bool: DatabaseValue {
    public var stored: StoredValue { .integer(self ? 1 : 0) }

    public init?(_ stored: StoredValue) {
        guard case .integer(let number) = stored else { return nil }
        self = number != 0
    }
}

extension DatabaseValue {
    /// The first column of all rows of a query, without NULLs.
    public static func fetchAll(
        _ database: Database, sql: String, arguments: [(any DatabaseValue)?] = []
    ) throws(DatabaseError) -> [Self] {
        try database.rows(sql: sql, arguments: arguments) { $0.value(at: 0) }
            .compactMap { $0.flatMap(Self.init) }
    }

    /// The same as a set.
    public static func fetchSet(_ database: Database, sql: String) throws(DatabaseError) -> Set<Self> {
        try Set(fetchAll(database, sql: sql))
    }

    /// The first column of the first row; `nil` when there is none.
    public static func fetchOne(
        _ database: Database, sql: String, arguments: [(any DatabaseValue)?] = []
    ) throws(DatabaseError) -> Self? {
        try fetchAll(database, sql: sql, arguments: arguments).first
    }
}
