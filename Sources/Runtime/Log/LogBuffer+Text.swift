/// Bytes as a JSON string has them (RFC 8259, section 7).
extension LogBuffer {
    /// The most that a byte becomes: `\u0000`.
    static let longestEscape = 6

    /// Adds what stands between the quotation marks. Every byte that belongs to no character becomes
    /// U+FFFD, as in Docker's logs.
    /// - Returns: whether there was none such, so that the text says all.
    mutating func append(escaping bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var isText = true
        var (start, index) = (0, 0)
        while true {
            index = Self.endOfPlain(bytes, from: index)
            guard index < bytes.count else { break }
            let length = Self.characterLength(bytes, at: index)
            if length > 1 {
                index += length
                continue
            }
            append(UnsafeBufferPointer(rebasing: bytes[start..<index]))
            if length == 1 {
                append(escaped: bytes[index])
            } else {
                append("\u{fffd}")
                isText = false
            }
            index += 1
            start = index
        }
        append(UnsafeBufferPointer(rebasing: bytes[start...]))
        return isText
    }

    /// The first byte from there on that isn't ASCII, or has to be escaped: eight are looked at together.
    private static func endOfPlain(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= bytes.count {
            let found = special(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian)
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count, special(UInt64(bytes[index]) | (everyByte &* 0x2000)) == 0 { index += 1 }
        return index
    }

    private static let everyByte: UInt64 = 0x0101_0101_0101_0101

    /// The highest bit of each byte that is special, and maybe that of some after the first such.
    /// A byte is zero when its highest bit is not set, but is once 1 has been taken away.
    @inline(__always)
    private static func special(_ word: UInt64) -> UInt64 {
        let quote = word ^ (everyByte &* UInt64(UInt8(ascii: "\"")))
        let backslash = word ^ (everyByte &* UInt64(UInt8(ascii: "\\")))
        let escaped =
            (word &- (everyByte &* 0x20)) & ~word | (quote &- everyByte) & ~quote | (backslash &- everyByte)
            & ~backslash
        return (word | escaped) & (everyByte &* 0x80)
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        default:
            append("\\u00")
            append(Self.hexadecimal(byte >> 4))
            append(Self.hexadecimal(byte & 15))
        }
    }

    private static func hexadecimal(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

/// UTF-8 (RFC 3629, section 4).
extension LogBuffer {
    /// The bytes of the character that begins there; 0 when none does.
    private static func characterLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        let first = bytes[index]
        let length = length(afterLead: first)
        guard length > 1 else { return length }
        guard index + length <= bytes.count else { return 0 }
        let second = bytes[index + 1]
        switch first {
        case 0xe0 where second < 0xa0, 0xed where second > 0x9f: return 0
        case 0xf0 where second < 0x90, 0xf4 where second > 0x8f: return 0
        default: break
        }
        for next in index + 1..<index + length where bytes[next] & 0xc0 != 0x80 { return 0 }
        return length
    }

    private static func length(afterLead byte: UInt8) -> Int {
        switch byte {
        case 0..<0x80: 1
        case 0xc2...0xdf: 2
        case 0xe0...0xef: 3
        case 0xf0...0xf4: 4
        default: 0
        }
    }

    /// How many bytes at the end, up to three, begin a character that isn't complete.
    static func unfinishedCharacter(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        for count in 1...3 where count <= bytes.count {
            let byte = bytes[bytes.count - count]
            if byte & 0xc0 == 0x80 { continue }
            return length(afterLead: byte) > count ? count : 0
        }
        return 0
    }
}

/// Base64 (RFC 4648, section 4).
extension LogBuffer {
    mutating func append(base64 bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < bytes.count {
            let group = bytes[index..<min(index + 3, bytes.count)]
            var value: UInt32 = 0
            for offset in 0..<3 { value = value << 8 | (offset < group.count ? UInt32(bytes[index + offset]) : 0) }
            for digit in 0..<4 {
                let sextet = UInt8(truncatingIfNeeded: value >> (18 - 6 * UInt32(digit))) & 63
                append(digit <= group.count ? Self.base64Digit(sextet) : UInt8(ascii: "="))
            }
            index += 3
        }
    }

    private static func base64Digit(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }
}
