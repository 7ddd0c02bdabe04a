/// One JSON value (RFC 8259), of any kind.
///
/// This module reads and writes configurations of a few ten kilobytes in a few ten microseconds,
/// without Foundation, whose decoder needs milliseconds and megabytes to set itself up. A text
/// becomes a `JSONValue`; a type that is `JSONReadable` is made from that, and the error of a value
/// that doesn't fit names its field. A `JSONWritable` type writes itself.
public enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// What the value is, for messages: `a string`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// The members of a JSON object in the order of the text.
public struct JSONObject: Hashable, Sendable {
    /// One name and its value.
    public struct Member: Hashable, Sendable {
        /// The name, unescaped.
        public var key: String
        /// May be `null`.
        public var value: JSONValue

        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// A name that the text has twice is here twice.
    public var members: [Member]

    public init(members: [Member] = []) {
        self.members = members
    }

    /// The value of the last member of that name, as Go's decoder takes it; `nil` when there is none.
    ///
    /// The search is linear: objects with fields are small, and those that may have any number of
    /// members are read by walking `members`.
    public subscript(key: String) -> JSONValue? {
        var index = members.count
        while index > 0 {
            index -= 1
            if members[index].key == key { return members[index].value }
        }
        return nil
    }
}
