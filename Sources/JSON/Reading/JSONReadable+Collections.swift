extension JSONValue: JSONReadable {
    public init(json value: JSONValue) { self = value }
}

extension Array: JSONReadable where Element: JSONReadable {
    @inlinable
    public init(json value: JSONValue) throws(JSONError) {
        guard case .array(let values) = value else { throw JSONError(expected: "an array", found: value) }
        self.init()
        reserveCapacity(values.count)
        for index in values.indices {
            do {
                append(try Element(json: values[index]))
            } catch {
                throw error.inside(index)
            }
        }
    }
}

/// Of a name that the object has twice, the last value is taken.
extension Dictionary: JSONReadable where Key == String, Value: JSONReadable {
    @inlinable
    public init(json value: JSONValue) throws(JSONError) {
        guard case .object(let object) = value else { throw JSONError(expected: "an object", found: value) }
        self.init(minimumCapacity: object.members.count)
        for member in object.members {
            do {
                self[member.key] = try Value(json: member.value)
            } catch {
                throw error.inside(member.key)
            }
        }
    }
}
