import JSON

extension Function {
    static func length(of value: JSONValue) throws(FunctionError) -> JSONValue {
        switch value {
        case .string(let text): .number(JSONNumber(text.utf8.count))
        case .array(let values): .number(JSONNumber(values.count))
        case .object(let object): .number(JSONNumber(object.sortedMembers.count))
        // Go's engines write lists and maps that are empty as null.
        case .null: .number(JSONNumber(0))
        case .boolean, .number: throw FunctionError("len of type \(value.typeName)")
        }
    }

    /// `index .X 1 "a"`: each index goes one level deeper.
    static func element(of value: JSONValue, at indices: ArraySlice<JSONValue>) throws(FunctionError) -> JSONValue {
        var value = value
        for index in indices { value = try element(of: value, at: index) }
        return value
    }

    private static func element(of value: JSONValue, at index: JSONValue) throws(FunctionError) -> JSONValue {
        switch value {
        case .object(let object):
            guard case .string(let key) = index else {
                throw FunctionError("value has type \(index.typeName); should be string")
            }
            return object[key] ?? object.absentValue
        case .array(let values): return values[try position(index, below: values.count)]
        case .string(let text):
            let bytes = Array(text.utf8)
            return .number(JSONNumber(bytes[try position(index, below: bytes.count)]))
        case .null:
            // An empty map of Go's has no key, but can be asked.
            guard case .string = index else { throw FunctionError("index of untyped nil") }
            return .string("")
        case .boolean, .number: throw FunctionError("can't index item of type \(value.typeName)")
        }
    }

    /// `slice .X 1 3`: from one index up to before another, of the end if it is left out.
    static func slice(_ value: JSONValue, _ bounds: ArraySlice<JSONValue>) throws(FunctionError) -> JSONValue {
        if bounds.count > 2 { throw FunctionError("too many slice indexes: \(bounds.count)") }
        switch value {
        case .array(let values): return .array(Array(values[try range(bounds, within: values.count)]))
        case .string(let text):
            let bytes = Array(text.utf8)
            return .string(String(decoding: bytes[try range(bounds, within: bytes.count)], as: UTF8.self))
        case .null: throw FunctionError("slice of untyped nil")
        case .boolean, .number, .object: throw FunctionError("can't slice item of type \(value.typeName)")
        }
    }

    /// `split "a,b" ","`; an empty separator stands between all characters.
    static func parts(of text: JSONValue, by separator: JSONValue) -> JSONValue {
        guard !separator.text.isEmpty else { return .array(text.text.map { .string(String($0)) }) }
        return .array(
            text.text.split(separator: separator.text, omittingEmptySubsequences: false).map { .string(String($0)) })
    }

    private static func range(
        _ bounds: ArraySlice<JSONValue>, within count: Int
    ) throws(FunctionError) -> Range<Int> {
        var ends = [Int]()
        for bound in bounds { ends.append(try position(bound, below: count + 1)) }
        let lower = ends.first ?? 0
        let upper = ends.count > 1 ? ends[1] : count
        if lower > upper { throw FunctionError("invalid slice index: \(lower) > \(upper)") }
        return lower..<upper
    }

    private static func position(_ index: JSONValue, below count: Int) throws(FunctionError) -> Int {
        guard case .number(let number) = index, number.isInteger else {
            throw FunctionError("cannot index slice/array with type \(index.typeName)")
        }
        guard let position = number.integer(as: Int.self), position >= 0, position < count else {
            throw FunctionError("index out of range: \(number.literal)")
        }
        return position
    }
}

extension JSONObject {
    /// What a key that is not there leads to: among texts the empty one, as in Go's maps of strings.
    fileprivate var absentValue: JSONValue {
        let holdsTexts = members.allSatisfy { if case .string = $0.value { true } else { false } }
        return holdsTexts ? .string("") : .null
    }
}
