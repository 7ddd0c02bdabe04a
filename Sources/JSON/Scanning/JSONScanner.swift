/// Takes a few fields from a text and passes over all others, of which nothing is made: for lists of a
/// thousand objects of which each shows a line.
///
///     var scanner = JSONScanner(bytes)
///     try scanner.members { key, scanner throws(JSONError) in
///         switch key {
///         case "name": name = try scanner.string()
///         default: try scanner.skip()
///         }
///     }
///
/// What is passed over is not checked but for its brackets; whoever writes a value back reads it as a
/// `JSONValue`.
public struct JSONScanner {
    private var parser: JSONParser

    public init(_ bytes: [UInt8]) {
        parser = JSONParser(bytes: bytes, allowsNullCharacter: false)
    }

    /// Shows each member's name to the body, which has to take its value or to skip it. `null` has none.
    public mutating func members(
        _ body: (_ key: String, _ scanner: inout JSONScanner) throws(JSONError) -> Void
    ) throws(JSONError) {
        if try takeNull() { return }
        guard try begin("{", or: "an object") else { return }
        repeat {
            parser.skipSpace()
            guard parser.next == UInt8(ascii: "\"") else { throw parser.unexpected("a name") }
            let key = try parser.readString()
            parser.skipSpace()
            guard parser.next == UInt8(ascii: ":") else { throw parser.unexpected("a colon") }
            parser.index += 1
            try body(key, &self)
        } while try goesOn(until: "}")
    }

    /// Calls the body for each element of an array, which it has to take or to skip. `null` has none.
    public mutating func elements(
        _ body: (_ scanner: inout JSONScanner) throws(JSONError) -> Void
    ) throws(JSONError) {
        if try takeNull() { return }
        guard try begin("[", or: "an array") else { return }
        repeat { try body(&self) } while try goesOn(until: "]")
    }

    /// A string.
    public mutating func string() throws(JSONError) -> String {
        parser.skipSpace()
        guard parser.next == UInt8(ascii: "\"") else { throw parser.unexpected("a string") }
        return try parser.readString()
    }

    /// A whole number.
    public mutating func integer() throws(JSONError) -> Int64 {
        parser.skipSpace()
        let start = parser.index
        guard let value = try parser.readNumber().integer(as: Int64.self) else {
            throw parser.error("expected a whole number of 64 bits", at: start)
        }
        return value
    }

    /// `true` or `false`.
    public mutating func boolean() throws(JSONError) -> Bool {
        parser.skipSpace()
        let isTrue = parser.next == UInt8(ascii: "t")
        guard isTrue || parser.next == UInt8(ascii: "f") else { throw parser.unexpected("true or false") }
        parser.skipWord()
        return isTrue
    }

    /// Whether `null` stands here; it is passed over then.
    public mutating func takeNull() throws(JSONError) -> Bool {
        parser.skipSpace()
        guard parser.next == UInt8(ascii: "n") else { return false }
        parser.skipWord()
        return true
    }

    /// Passes over a value of any kind.
    public mutating func skip() throws(JSONError) {
        parser.skipSpace()
        try parser.skipValue()
    }

    /// False when the brackets are empty.
    private mutating func begin(_ bracket: Unicode.Scalar, or kind: String) throws(JSONError) -> Bool {
        guard parser.next == UInt8(ascii: bracket) else { throw parser.unexpected(kind) }
        parser.index += 1
        parser.skipSpace()
        guard parser.next == UInt8(ascii: bracket) + 2 else { return true }  // { and }, [ and ] are two apart
        parser.index += 1
        return false
    }

    /// Whether a comma follows, and not the end.
    private mutating func goesOn(until bracket: Unicode.Scalar) throws(JSONError) -> Bool {
        parser.skipSpace()
        let byte = parser.next
        guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: bracket) else {
            throw parser.unexpected("a comma or \(bracket)")
        }
        parser.index += 1
        return byte == UInt8(ascii: ",")
    }
}

extension JSONParser {
    /// Passes over one value, by its brackets and quotation marks alone.
    mutating func skipValue() throws(JSONError) {
        var depth = 0
        repeat {
            switch next {
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                guard depth >= 0 else { throw unexpected("a value") }
                index += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: " "), 0x09, 0x0a, 0x0d:
                guard depth > 0 else { throw unexpected("a value") }
                index += 1
            default:
                let start = index
                skipWord()
                if index == start { throw unexpected("a value") }
            }
        } while depth > 0
    }

    /// Passes over a number, `true`, `false` or `null`.
    mutating func skipWord() {
        while true {
            switch next {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"):
                index += 1
            default: return
            }
        }
    }

    private mutating func skipString() throws(JSONError) {
        let start = index
        index += 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        throw unterminated(start)
    }
}
