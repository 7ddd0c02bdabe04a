/// Go's quoted strings (Go specification, "String literals").
enum GoQuoting {
    private static let escapes: [(letter: Unicode.Scalar, meaning: Unicode.Scalar)] = [
        ("a", "\u{7}"), ("b", "\u{8}"), ("f", "\u{C}"), ("n", "\n"), ("r", "\r"), ("t", "\t"), ("v", "\u{B}"),
        ("\\", "\\"), ("\"", "\""), ("'", "'"),
    ]

    /// The text that a literal with its quotation marks stands for; `nil` if an escape in it has no meaning.
    static func unquoted(_ literal: String) -> String? {
        var scalars = literal.unicodeScalars.dropFirst().dropLast()
        var bytes = [UInt8]()
        while let scalar = scalars.popFirst() {
            guard scalar == "\\" else {
                bytes.append(contentsOf: Array(String(scalar).utf8))
                continue
            }
            guard let escaped = escapedBytes(&scalars) else { return nil }
            bytes += escaped
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What follows a backslash.
    private static func escapedBytes(_ scalars: inout Substring.UnicodeScalarView) -> [UInt8]? {
        guard let letter = scalars.popFirst() else { return nil }
        switch letter {
        case "x": return number(&scalars, digits: 2, radix: 16).flatMap { UInt8(exactly: $0) }.map { [$0] }
        case "u", "U":
            let value = number(&scalars, digits: letter == "u" ? 4 : 8, radix: 16)
            return value.flatMap { Unicode.Scalar($0) }.map { Array(String($0).utf8) }
        case "0"..."7":
            scalars = (String(letter) + String(scalars))[...].unicodeScalars
            return number(&scalars, digits: 3, radix: 8).flatMap { UInt8(exactly: $0) }.map { [$0] }
        default:
            return escapes.first { $0.letter == letter }.map { Array(String($0.meaning).utf8) }
        }
    }

    private static func number(_ scalars: inout Substring.UnicodeScalarView, digits: Int, radix: Int) -> UInt32? {
        let text = String(String.UnicodeScalarView(scalars.prefix(digits)))
        scalars = scalars.dropFirst(digits)
        guard text.utf8.count == digits, text.utf8.allSatisfy({ $0.isDigit || $0 >= UInt8(ascii: "A") }) else {
            return nil
        }
        return UInt32(text, radix: radix)
    }

    /// A literal, with everything escaped that shows nothing or steers a terminal.
    static func quoted(_ text: String, by quote: Unicode.Scalar = "\"") -> String {
        var result = String(quote)
        for scalar in text.unicodeScalars {
            if scalar == quote || scalar == "\\" {
                result += "\\\(scalar)"
            } else if isShown(scalar) {
                result.unicodeScalars.append(scalar)
            } else if let escape = escapes.first(where: { $0.meaning == scalar }), escape.letter != scalar {
                result += "\\\(escape.letter)"
            } else {
                result += numbered(scalar)
            }
        }
        return result + String(quote)
    }

    /// `\x1b`, `\u200e`, `\U000e0001`
    private static func numbered(_ scalar: Unicode.Scalar) -> String {
        let (letter, count) = scalar.value < 0x80 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        let digits = String(scalar.value, radix: 16)
        return "\\\(letter)" + String(repeating: "0", count: count - digits.count) + digits
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7f { return scalar.value >= 0x20 }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}

extension String {
    /// As a Go literal.
    public var quotedAsInGo: String { GoQuoting.quoted(self) }
}
