/// A word of a template.
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Text between actions.
        case text
        /// `{{`
        case open
        /// `}}`
        case close
        /// `.`
        case dot
        /// `.Name`
        case field
        /// `$name`
        case variable
        /// A function's name, or what should be one.
        case identifier
        /// `if`, `end`, `true` …
        case keyword(Keyword)
        /// A string, a number or a character.
        case constant(Constant)
        case pipe
        case comma
        /// `:=`
        case declare
        /// `=`
        case assign
        case leftParenthesis
        case rightParenthesis
        /// A character that has no meaning.
        case stray
        /// Parts operands: `.A .B` is not `.A.B`.
        case space
        case end
        /// The text cannot be read on from here; the token's text says why.
        case failure
    }

    enum Keyword: String, Hashable, Sendable {
        case block, `break`, `continue`, define, `else`, end, `if`, range, template, with
        case `true`, `false`, `nil`
    }

    enum Constant: Hashable, Sendable {
        case quoted, raw, character, number
    }

    let kind: Kind
    /// The offset of its first byte.
    let position: Int
    let text: String

    /// As messages show it.
    var shown: String {
        switch kind {
        case .end: "EOF"
        case .failure: text
        case .keyword(let keyword) where keyword.isControl: "<\(text)>"
        default: text.utf8.count > 10 ? "\(String(text.prefix(10)).quotedAsInGo)..." : text.quotedAsInGo
        }
    }
}

extension Token.Keyword {
    /// Whether it says what an action does, and is no value.
    var isControl: Bool {
        switch self {
        case .true, .false, .nil: false
        default: true
        }
    }
}
