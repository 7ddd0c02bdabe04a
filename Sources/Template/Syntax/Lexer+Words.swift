extension Lexer {
    /// A word of an action that begins with that byte; answers why it can't be read.
    mutating func readWord(beginning byte: UInt8) -> String? {
        switch byte {
        case _ where byte.isTemplateSpace: readSpace()
        case UInt8(ascii: "."): return readField()
        case UInt8(ascii: "$"): return readVariable()
        case UInt8(ascii: "\""): return readQuoted(by: byte, .quoted, "unterminated quoted string")
        case UInt8(ascii: "'"): return readQuoted(by: byte, .character, "unterminated character constant")
        case UInt8(ascii: "`"): return readRaw()
        case UInt8(ascii: "+"), UInt8(ascii: "-"): return readNumber()
        case _ where byte.isDigit: return readNumber()
        case _ where byte.isWord: return readIdentifier()
        default: return readMark()
        }
        return nil
    }

    /// Spaces; those before ` -}}` were taken with it.
    private mutating func readSpace() {
        let start = position
        while byte(0)?.isTemplateSpace == true { position += 1 }
        append(.space, at: start, " ")
    }

    private mutating func readMark() -> String? {
        let marks: [(text: String, kind: Token.Kind)] = [
            ("|", .pipe), (",", .comma), (":=", .declare), ("=", .assign),
            ("(", .leftParenthesis), (")", .rightParenthesis),
        ]
        if let mark = marks.first(where: { isNext($0.text) }) {
            append(mark.kind, at: position, mark.text)
            position += mark.text.utf8.count
            return nil
        }
        guard let character = byte(0), character != UInt8(ascii: ":") else { return "expected :=" }
        guard 0x21..<0x7F ~= character else { return "unrecognized character in action: \(shownCharacter)" }
        append(.stray, at: position, String(UnicodeScalar(character)))
        position += 1
        return nil
    }

    /// `.Name`, `.`, or a number such as `.5`.
    private mutating func readField() -> String? {
        if byte(1)?.isDigit == true { return readNumber() }
        let start = position
        position += 1
        return finishName(from: start, bare: .dot, named: .field)
    }

    private mutating func readVariable() -> String? {
        let start = position
        position += 1
        return finishName(from: start, bare: .variable, named: .variable)
    }

    private mutating func finishName(from start: Int, bare: Token.Kind, named: Token.Kind) -> String? {
        while byte(0)?.isWord == true { position += 1 }
        guard isAtTerminator else { return "bad character \(shownCharacter)" }
        append(position == start + 1 ? bare : named, at: start, text(from: start))
        return nil
    }

    private mutating func readIdentifier() -> String? {
        let start = position
        while byte(0)?.isWord == true { position += 1 }
        guard isAtTerminator else { return "bad character \(shownCharacter)" }
        let word = text(from: start)
        append(Token.Keyword(rawValue: word).map { .keyword($0) } ?? .identifier, at: start, word)
        return nil
    }

    /// A constant in quotation marks, where a backslash escapes and a line does not end.
    private mutating func readQuoted(by quote: UInt8, _ kind: Token.Constant, _ problem: String) -> String? {
        let start = position
        repeat {
            position += byte(0) == UInt8(ascii: "\\") ? 2 : 1
            guard let byte = byte(0), byte != UInt8(ascii: "\n") else { return problem }
        } while byte(0) != quote
        position += 1
        append(.constant(kind), at: start, text(from: start))
        return nil
    }

    private mutating func readRaw() -> String? {
        let start = position
        guard let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "`")) else {
            return "unterminated raw quoted string"
        }
        position = end + 1
        append(.constant(.raw), at: start, text(from: start))
        return nil
    }

    /// Whatever a number may have; the parser tells whether it is one.
    private mutating func readNumber() -> String? {
        let start = position
        position += 1
        while let next = byte(0) {
            let isExponentSign = next.isSign && [UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[position - 1])
            guard next.isWord || next == UInt8(ascii: ".") || isExponentSign else { break }
            position += 1
        }
        let number = text(from: start)
        guard isAtTerminator, number.utf8.contains(where: \.isDigit) else {
            return "bad number syntax: \(number.quotedAsInGo)"
        }
        append(.constant(.number), at: start, number)
        return nil
    }

    /// Whether a name may end here.
    private var isAtTerminator: Bool {
        guard let next = byte(0) else { return true }
        return next.isTemplateSpace || ".,|:=()".utf8.contains(next) || isNext("}}")
    }

    private func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

    /// The character that stands here, with its number: `U+0023 '#'`.
    private var shownCharacter: String {
        let scalar = String(decoding: bytes[position...].prefix(4), as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + " '\(scalar)'"
    }
}

extension UInt8 {
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    fileprivate var isSign: Bool { self == UInt8(ascii: "+") || self == UInt8(ascii: "-") }

    /// Part of a name; names may have letters of any script.
    fileprivate var isWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
            true
        default: isDigit
        }
    }
}
