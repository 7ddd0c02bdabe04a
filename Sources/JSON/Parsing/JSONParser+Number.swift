extension JSONParser {
    /// A number (RFC 8259, section 6): no leading zeros, digits on both sides of a point.
    mutating func readNumber() throws(JSONError) -> JSONNumber {
        let start = index
        if next == UInt8(ascii: "-") { index += 1 }
        if next == UInt8(ascii: "0") {
            index += 1
            if UInt8(ascii: "0")...UInt8(ascii: "9") ~= next {
                throw error("a number must not begin with 0", at: start)
            }
        } else {
            try readDigits()
        }
        if next == UInt8(ascii: ".") {
            index += 1
            try readDigits()
        }
        if next | 0x20 == UInt8(ascii: "e") {
            index += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
            try readDigits()
        }
        return JSONNumber(literal: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func readDigits() throws(JSONError) {
        let start = index
        while UInt8(ascii: "0")...UInt8(ascii: "9") ~= next { index += 1 }
        if index == start { throw unexpected("a digit") }
    }
}
