import JSON

/// A value while a template is filled in.
struct Datum {
    let value: JSONValue
    /// Whether it is an object that may have any keys, so that one which it lacks is no value.
    let isMap: Bool

    init(_ value: JSONValue, isMap: Bool = false) {
        self.value = value
        self.isMap = isMap
    }

    /// What `range` walks, with keys and indices: the elements of an array, the members of an object by
    /// name, the numbers below a number. `nil`: it can't be walked.
    var elements: LazyElements? {
        switch value {
        case .null: LazyElements(.members([]))
        case .array(let values): LazyElements(.array(values))
        case .object(let object): LazyElements(.members(object.sortedMembers))
        case .number(let number): number.integer(as: Int.self).map { LazyElements(.numbers(max(0, $0))) }
        case .string, .boolean: nil
        }
    }
}

/// Elements to walk, without a list of as many numbers as someone asks for.
struct LazyElements {
    enum Content {
        case array([JSONValue])
        case members([JSONObject.Member])
        case numbers(Int)
    }

    /// What `range $key, $value` gets.
    struct Element {
        let key: JSONValue
        let value: Datum
    }

    private let content: Content

    init(_ content: Content) {
        self.content = content
    }

    var isEmpty: Bool { indices.isEmpty }

    var indices: Range<Int> {
        switch content {
        case .array(let values): values.indices
        case .members(let members): members.indices
        case .numbers(let count): 0..<count
        }
    }

    subscript(index: Int) -> Element {
        switch content {
        case .array(let values): Element(key: .number(JSONNumber(index)), value: Datum(values[index]))
        case .members(let members): Element(key: .string(members[index].key), value: Datum(members[index].value))
        case .numbers: Element(key: .number(JSONNumber(index)), value: Datum(.number(JSONNumber(index))))
        }
    }
}

extension JSONObject {
    /// In the order of the names' bytes, as Go walks and prints maps; of a name that is there twice, the last.
    var sortedMembers: [Member] {
        var latest = [String: JSONValue]()
        for member in members { latest[member.key] = member.value }
        return latest.map { Member(key: $0.key, value: $0.value) }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}

extension JSONValue {
    /// Whether `if` takes it for true: it is not empty, zero, false or absent.
    var isTrue: Bool {
        switch self {
        case .null: false
        case .boolean(let truth): truth
        case .number(let number): number.decimal != 0
        case .string(let text): !text.isEmpty
        case .array(let values): !values.isEmpty
        case .object(let object): !object.members.isEmpty
        }
    }

    /// The name that messages give to its type: Go's.
    var typeName: String {
        switch self {
        case .null: "<nil>"
        case .boolean: "bool"
        case .number(let number): number.isInteger ? "int" : "float64"
        case .string: "string"
        case .array: "[]interface {}"
        case .object: "map[string]interface {}"
        }
    }
}
