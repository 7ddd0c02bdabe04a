/// Walks a text once, from its first byte to its last.
struct JSONParser {
    let bytes: [UInt8]
    let allowsNullCharacter: Bool
    /// Of the byte to be looked at next.
    var index = 0
    private var depth = 0
    private static let deepest = 128

    init(bytes: [UInt8], allowsNullCharacter: Bool) {
        self.bytes = bytes
        self.allowsNullCharacter = allowsNullCharacter
    }

    /// The byte to be looked at; 0, which may stand nowhere in JSON, at the end.
    @inline(__always) var next: UInt8 { index < bytes.count ? bytes[index] : 0 }

    mutating func readDocument() throws(JSONError) -> JSONValue {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
            throw error("JSON must not begin with a byte order mark")
        }
        let value = try readValue()
        if index < bytes.count { throw unexpected("the end of the text") }
        return value
    }

    /// One value, and the white space before and after it.
    private mutating func readValue() throws(JSONError) -> JSONValue {
        skipSpace()
        let value: JSONValue
        switch next {
        case UInt8(ascii: "\""): value = .string(try readString())
        case UInt8(ascii: "{"): value = .object(try readObject())
        case UInt8(ascii: "["): value = .array(try readArray())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): value = .number(try readNumber())
        case UInt8(ascii: "t"): value = try readWord("true", .boolean(true))
        case UInt8(ascii: "f"): value = try readWord("false", .boolean(false))
        case UInt8(ascii: "n"): value = try readWord("null", .null)
        default: throw unexpected("a value")
        }
        skipSpace()
        return value
    }

    private mutating func readObject() throws(JSONError) -> JSONObject {
        try descend()
        var members = [JSONObject.Member]()
        skipSpace()
        while next != UInt8(ascii: "}") {
            guard next == UInt8(ascii: "\"") else { throw unexpected(members.isEmpty ? "a name or }" : "a name") }
            let key = try readString()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw unexpected("a colon") }
            index += 1
            members.append(JSONObject.Member(key: key, value: try readValue()))
            if next == UInt8(ascii: "}") { break }
            guard next == UInt8(ascii: ",") else { throw unexpected("a comma or }") }
            index += 1
            skipSpace()
            if next == UInt8(ascii: "}") { throw unexpected("a name") }
        }
        ascend()
        return JSONObject(members: members)
    }

    private mutating func readArray() throws(JSONError) -> [JSONValue] {
        try descend()
        var values = [JSONValue]()
        skipSpace()
        while next != UInt8(ascii: "]") {
            values.append(try readValue())
            if next == UInt8(ascii: "]") { break }
            guard next == UInt8(ascii: ",") else { throw unexpected("a comma or ]") }
            index += 1
            skipSpace()
            if next == UInt8(ascii: "]") { throw unexpected("a value") }
        }
        ascend()
        return values
    }

    private mutating func descend() throws(JSONError) {
        if depth == Self.deepest { throw error("more than \(Self.deepest) arrays and objects inside each other") }
        depth += 1
        index += 1
    }

    private mutating func ascend() {
        depth -= 1
        index += 1
    }

    private mutating func readWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let end = index + word.utf8CodeUnitCount
        let text = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard end <= bytes.count, bytes[index..<end].elementsEqual(text) else { throw unexpected("a value") }
        index = end
        return value
    }

    mutating func skipSpace() {
        while true {
            switch next {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): index += 1
            default: return
            }
        }
    }
}
