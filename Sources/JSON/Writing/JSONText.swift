/// The text of JSON strings (RFC 8259, section 7).
public enum JSONText {
    /// Appends what stands between a string's quotation marks for these bytes. What is not UTF-8
    /// becomes U+FFFD, as in Docker's log files.
    public static func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            bytes.withUnsafeBufferPointer { append($0, to: &text) }
        } else {
            append(String(decoding: bytes, as: UTF8.self), to: &text)
        }
    }

    /// Appends what stands between a string's quotation marks for this text.
    public static func append(_ string: String, to text: inout [UInt8]) {
        var string = string
        string.withUTF8 { append($0, to: &text) }
    }

    /// Copies what needs no escape at one go.
    private static func append(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        var copied = 0
        for index in bytes.indices where isEscaped(bytes[index]) {
            text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<index]))
            append(escaped: bytes[index], to: &text)
            copied = index + 1
        }
        text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied...]))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7f
    }

    /// The text as a JSON string for a message: no character of it reaches a terminal unescaped, and
    /// of a long one only the beginning is shown.
    public static func quoted(_ string: String) -> String {
        var bytes = [UInt8]()
        append(String(string.unicodeScalars.prefix(longest)), to: &bytes)
        let isCut = string.unicodeScalars.dropFirst(longest).first != nil
        return "\"\(String(decoding: bytes, as: UTF8.self))\(isCut ? "…" : "")\""
    }

    /// The scalars of a text that a message shows.
    private static let longest = 64

    private static func append(escaped byte: UInt8, to text: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            text.append(UInt8(ascii: "\\"))
            text.append(byte)
        case UInt8(ascii: "\n"): text.append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\r"): text.append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\t"): text.append(contentsOf: "\\t".utf8)
        default:
            text.append(contentsOf: "\\u00".utf8)
            text.append(hexadecimal(byte >> 4))
            text.append(hexadecimal(byte & 15))
        }
    }

    private static func hexadecimal(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
