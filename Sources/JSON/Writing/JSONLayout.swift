/// Compact JSON laid out for people as Docker lays it out: four spaces a level,
/// `"key": value`, and nothing between the brackets of what is empty. The
/// layout of Foundation's encoder has spaces before colons and blank lines in `[]`,
/// which those who search the text of `inspect` don't expect.
public struct JSONLayout {
    /// The result, with a newline at its end.
    public private(set) var text: [UInt8] = []
    private var depth = 0
    private let indentation: [UInt8]

    /// - Parameters:
    ///   - compact: well-formed JSON without spaces between its tokens.
    ///   - indentation: what a level is indented by; runc's `spec` uses a tab.
    public init(_ compact: some Collection<UInt8>, indentation: String = "    ") {
        self.indentation = Array(indentation.utf8)
        var isInString = false
        var isEscaped = false
        var previous: UInt8 = 0
        for byte in compact {
            if isInString {
                text.append(byte)
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else {
                isInString = byte == UInt8(ascii: "\"")
                append(byte, after: previous)
            }
            previous = byte
        }
        text.append(UInt8(ascii: "\n"))
    }

    /// A byte outside of strings.
    private mutating func append(_ byte: UInt8, after previous: UInt8) {
        let opens = previous == UInt8(ascii: "{") || previous == UInt8(ascii: "[")
        let closes = byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
        if closes { depth -= 1 }
        if opens != closes { breakLine() }
        text.append(byte)
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: ","): breakLine()
        case UInt8(ascii: ":"): text.append(UInt8(ascii: " "))
        default: break
        }
    }

    private mutating func breakLine() {
        text.append(UInt8(ascii: "\n"))
        for _ in 0..<depth { text.append(contentsOf: indentation) }
    }
}
