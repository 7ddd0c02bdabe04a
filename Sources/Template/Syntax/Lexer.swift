/// Cuts a template into words. What it cannot read becomes a last word of kind `failure`, so that a
/// mistake before it is told first.
struct Lexer {
    let bytes: [UInt8]
    var position = 0
    private var parentheses = 0
    private(set) var tokens: [Token] = []
    /// The spaces that follow an action ending in ` -}}` go with it.
    private var trimsNextText = false

    /// The words of a text, of which the last is `end` or `failure`.
    static func tokens(of text: String) -> [Token] {
        var lexer = Lexer(bytes: Array(text.utf8))
        while lexer.readText(), lexer.readAction() {}
        return lexer.tokens
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Text up to the next action. False: there is none.
    private mutating func readText() -> Bool {
        let start = position
        while position < bytes.count, !isNext("{{") { position += 1 }
        var text = bytes[start..<position]
        if trimsNextText { text = text.drop(while: \.isTemplateSpace) }
        trimsNextText = false
        if isNext("{{"), opensTrimmed {
            while let last = text.last, last.isTemplateSpace { text.removeLast() }
        }
        if !text.isEmpty { append(.text, at: text.startIndex, String(decoding: text, as: UTF8.self)) }
        if position < bytes.count { return true }
        append(.end, at: position, "")
        return false
    }

    /// Whether the action that begins here has a mark that takes the spaces before it: `{{- `.
    private var opensTrimmed: Bool {
        byte(2) == UInt8(ascii: "-") && byte(3)?.isTemplateSpace == true
    }

    /// `{{…}}`. False: it can't be read.
    private mutating func readAction() -> Bool {
        let start = position
        position += opensTrimmed ? 4 : 2
        if isNext("/*") { return skipComment() }
        append(.open, at: start, "{{")
        parentheses = 0
        while true {
            switch readWord() {
            case .inside: continue
            case .closed: return true
            case .failed: return false
            }
        }
    }

    /// `/* … */}}`. False: it has no end.
    private mutating func skipComment() -> Bool {
        let start = position
        position += 2
        while position < bytes.count, !isNext("*/") { position += 1 }
        guard position < bytes.count else { return fail("unclosed comment", at: start) }
        position += 2
        return readClose() || fail("comment ends before closing delimiter", at: start)
    }

    /// `}}` or ` -}}`. False: neither is here.
    mutating func readClose() -> Bool {
        if byte(0)?.isTemplateSpace == true {
            var end = position
            while end < bytes.count, bytes[end].isTemplateSpace { end += 1 }
            if bytes[end...].starts(with: "-}}".utf8) {
                position = end + 3
                trimsNextText = true
                return true
            }
        }
        guard isNext("}}") else { return false }
        position += 2
        return true
    }

    private enum Progress {
        case inside
        case closed
        case failed
    }

    /// One word of an action.
    private mutating func readWord() -> Progress {
        let start = position
        if readClose() {
            if parentheses > 0 { return failed("unclosed left paren", at: start) }
            append(.close, at: start, "}}")
            return .closed
        }
        guard let byte = byte(0) else { return failed("unclosed action", at: start) }
        switch byte {
        case UInt8(ascii: "("):
            parentheses += 1
        case UInt8(ascii: ")"):
            parentheses -= 1
            if parentheses < 0 { return failed("unexpected right paren", at: start) }
        default: break
        }
        if let reason = readWord(beginning: byte) { return failed(reason, at: start) }
        return .inside
    }

    private mutating func failed(_ reason: String, at start: Int) -> Progress {
        fail(reason, at: start)
        return .failed
    }

    /// Always false.
    @discardableResult
    private mutating func fail(_ reason: String, at start: Int) -> Bool {
        append(.failure, at: start, reason)
        return false
    }

    mutating func append(_ kind: Token.Kind, at start: Int, _ text: String) {
        tokens.append(Token(kind: kind, position: start, text: text))
    }

    /// The byte that far ahead; `nil` beyond the end.
    func byte(_ offset: Int) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    func isNext(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }
}

extension UInt8 {
    /// What parts the words of an action.
    var isTemplateSpace: Bool {
        switch self {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
        default: false
        }
    }
}
