import Glibc

/// Walks a line of the log from its first byte to its last.
struct LogScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { index == bytes.count }

    /// Passes over the text, if it stands here.
    mutating func skip(_ text: StaticString) -> Bool {
        let end = index + text.utf8CodeUnitCount
        guard end <= bytes.count, let start = bytes.baseAddress,
            memcmp(start + index, text.utf8Start, text.utf8CodeUnitCount) == 0
        else { return false }
        index = end
        return true
    }

    /// A string, with its quotation marks, in place of what is in the array.
    mutating func readString(into text: inout [UInt8]) -> Bool {
        text.removeAll(keepingCapacity: true)
        guard skip("\"") else { return false }
        while let quote = find(UInt8(ascii: "\""), before: bytes.count) {
            guard let backslash = find(UInt8(ascii: "\\"), before: quote) else {
                text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[index..<quote]))
                index = quote + 1
                return true
            }
            text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[index..<backslash]))
            index = backslash + 1
            guard readEscape(into: &text) else { return false }
        }
        return false
    }

    private func find(_ byte: UInt8, before end: Int) -> Int? {
        guard let start = bytes.baseAddress, index < end, let found = memchr(start + index, CInt(byte), end - index)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }

    /// What follows a backslash.
    private mutating func readEscape(into text: inout [UInt8]) -> Bool {
        guard index < bytes.count else { return false }
        defer { index += 1 }
        switch bytes[index] {
        case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "r"): text.append(UInt8(ascii: "\r"))
        case UInt8(ascii: "t"): text.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(bytes[index])
        case UInt8(ascii: "u"):
            // Of control characters alone: \u001b.
            guard index + 4 < bytes.count,
                let byte = UInt8(String(decoding: bytes[index + 1...index + 4], as: UTF8.self), radix: 16)
            else { return false }
            text.append(byte)
            index += 4
        default: return false
        }
        return true
    }

    /// An object of strings; its text.
    mutating func flatObject() -> Slice<UnsafeBufferPointer<UInt8>>? {
        let start = index
        guard skip("{") else { return nil }
        var name = [UInt8]()
        while readString(into: &name), skip(":"), readString(into: &name) {
            if skip("}") { return bytes[start..<index] }
            guard skip(",") else { return nil }
        }
        return nil
    }

    /// A string of base64 (RFC 4648, section 4), in place of what is in the array.
    mutating func readBase64(into content: inout [UInt8]) -> Bool {
        content.removeAll(keepingCapacity: true)
        guard skip("\"") else { return false }
        var value: UInt32 = 0
        var bits = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return true
            case UInt8(ascii: "="): continue
            default: break
            }
            guard let digit = Self.base64Value(byte) else { return false }
            value = value << 6 | UInt32(digit)
            bits += 6
            if bits >= 8 {
                bits -= 8
                content.append(UInt8(truncatingIfNeeded: value >> UInt32(bits)))
            }
        }
        return false
    }

    private static func base64Value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
