extension JSONParser {
    /// A string, from its opening quotation mark to past its closing one.
    mutating func readString() throws(JSONError) -> String {
        let start = index
        index += 1
        var union: UInt8 = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                defer { index += 1 }
                let content = bytes[start + 1..<index]
                // Most strings are ASCII, and need not be looked at again.
                return union < 0x80 ? String(decoding: content, as: UTF8.self) : try text(content, from: start)
            case UInt8(ascii: "\\"): return try readEscapedString(from: start)
            case 0..<0x20: throw error("a control character in a string has to be escaped")
            default:
                union |= byte
                index += 1
            }
        }
        throw unterminated(start)
    }

    /// A string, of which what comes before the first backslash has been looked at.
    private mutating func readEscapedString(from start: Int) throws(JSONError) -> String {
        var content = Array(bytes[start + 1..<index])
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return try text(content[...], from: start)
            case UInt8(ascii: "\\"): try readEscape(into: &content)
            case 0..<0x20: throw error("a control character in a string has to be escaped")
            default:
                content.append(byte)
                index += 1
            }
        }
        throw unterminated(start)
    }

    private func text(_ content: ArraySlice<UInt8>, from start: Int) throws(JSONError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw error("the string is not valid UTF-8", at: start)
        }
        return text
    }

    private mutating func readEscape(into content: inout [UInt8]) throws(JSONError) {
        let start = index
        index += 1
        let letter = next
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0c)
        case UInt8(ascii: "n"): content.append(0x0a)
        case UInt8(ascii: "r"): content.append(0x0d)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try readScalar(from: start)
            if scalar == "\0", !allowsNullCharacter {
                throw error("a null character must not stand in a string here", at: start)
            }
            content.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
        default: throw error("unknown escape after a backslash", at: start)
        }
    }

    /// The character of `\uXXXX`, or of the two that make a surrogate pair.
    private mutating func readScalar(from start: Int) throws(JSONError) -> Unicode.Scalar {
        let unit = try readUnit(from: start)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        if UTF16.isLeadSurrogate(unit), next == UInt8(ascii: "\\"), index + 1 < bytes.count,
            bytes[index + 1] == UInt8(ascii: "u")
        {
            index += 2
            let second = try readUnit(from: start)
            if UTF16.isTrailSurrogate(second),
                let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
            {
                return scalar
            }
        }
        throw error("half of a surrogate pair without the other", at: start)
    }

    /// Four hexadecimal digits.
    private mutating func readUnit(from start: Int) throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch next {
            case let byte where UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte: digit = byte - UInt8(ascii: "0")
            case let byte where UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20:
                digit = (byte | 0x20) - UInt8(ascii: "a") + 10
            default: throw error("expected four hexadecimal digits after \\u", at: start)
            }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }
}
