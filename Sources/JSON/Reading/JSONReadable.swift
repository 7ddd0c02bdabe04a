/// A type that is made from a JSON value. Reading a structure is one line a field:
///
///     let object = try JSONObject(json: value)
///     path = try object.required("path")
///     readOnly = try object.optional("readonly")
public protocol JSONReadable {
    /// - Throws: the path of the field that is wrong, as seen from this value, and why.
    init(json value: JSONValue) throws(JSONError)
}

extension JSONReadable {
    /// Reads a whole document. No string in it may hold a null character: most become C strings.
    public init(jsonText bytes: [UInt8]) throws(JSONError) {
        try self.init(json: JSONValue(parsing: bytes, allowsNullCharacter: false))
    }
}

extension JSONObject: JSONReadable {
    public init(json value: JSONValue) throws(JSONError) {
        guard case .object(let object) = value else { throw JSONError(expected: "an object", found: value) }
        self = object
    }
}

extension JSONObject {
    /// The value of a field that must be there; `null` is absent.
    @inlinable
    public func required<Value: JSONReadable>(_ key: String) throws(JSONError) -> Value {
        guard let value: Value = try optional(key) else { throw JSONError(place: key, reason: "is required") }
        return value
    }

    /// The value of a field; `nil` when it is absent or `null`, as Go's engines write it.
    @inlinable
    public func optional<Value: JSONReadable>(_ key: String) throws(JSONError) -> Value? {
        guard let value = self[key], value != .null else { return nil }
        do {
            return try Value(json: value)
        } catch {
            throw error.inside(key)
        }
    }
}
