import FoundationEssentials

/// Any JSON, to be looked into by name: `report["ids"]["uid"]["real"].number`.
/// What is absent is `.null`, so that an expectation fails and no test crashes.
public enum JSON: Decodable, Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(Int64)
    case fraction(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// The text of one document.
    public init(parsing text: String) throws {
        do {
            self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
        } catch {
            throw TestFailure("no JSON: \"\(text)\"")
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Each attempt but one fails: the kind of the value is found so.
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .number(value)
        } else if let value = try? container.decode(Double.self) {
            self = .fraction(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    /// A member of an object; setting one makes an object of anything else, and
    /// `.null` takes the member away.
    public subscript(key: String) -> JSON {
        get { members[key] ?? .null }
        set {
            var changed = members
            changed[key] = newValue == .null ? nil : newValue
            self = .object(changed)
        }
    }

    /// An element of an array; setting the one after the last appends it.
    public subscript(index: Int) -> JSON {
        get { elements.indices.contains(index) ? elements[index] : .null }
        set {
            var changed = elements
            if index < changed.count { changed[index] = newValue } else { changed.append(newValue) }
            self = .array(changed)
        }
    }

    public var number: Int64? { if case .number(let value) = self { value } else { nil } }
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

    /// The elements of an array; none for anything else.
    public var elements: [JSON] { if case .array(let value) = self { value } else { [] } }

    /// The strings among the elements of an array.
    public var strings: [String] { elements.compactMap(\.string) }

    /// The members of an object; none for anything else.
    public var members: [String: JSON] { if case .object(let value) = self { value } else { [:] } }
}

extension ProgramResult {
    /// Standard output as one JSON document; throws what went wrong when the program failed.
    public func json() throws -> JSON { try JSON(parsing: succeeded().text) }
}
