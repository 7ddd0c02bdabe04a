import JSON

/// Makes a template's words into its statements. Each word is looked at once, from left to right.
struct Parser {
    private let source: String
    private let tokens: [Token]
    private var index = 0
    /// The variables that may be used here; `$` is the whole value.
    var variables = ["$"]
    /// How many loops are around this place.
    private var loops = 0
    private var depth = 0

    /// Actions and parentheses inside each other; deeper ones are nobody's wish, and each takes some stack.
    private static let deepest = 100

    init(_ source: String) {
        self.source = source
        tokens = Lexer.tokens(of: source)
    }

    /// All of the text.
    mutating func parse() throws(TemplateError) -> [Statement] {
        let list = try parseList()
        if let end = list.end { throw failure("unexpected {{\(end.rawValue)}}") }
        return list.statements
    }

    /// Statements, and what they end at.
    private struct StatementList {
        let statements: [Statement]
        /// `end` or `else`, which has been taken and what follows it has not; `nil` for the end of the text.
        let end: Token.Keyword?
    }

    private mutating func parseList() throws(TemplateError) -> StatementList {
        var statements = [Statement]()
        while true {
            let token = next()
            switch token.kind {
            case .text: statements.append(.text(token.text))
            case .open:
                skipSpace()
                if case .keyword(let keyword) = peek().kind, keyword == .end || keyword == .else {
                    _ = next()
                    return StatementList(statements: statements, end: keyword)
                }
                statements.append(try parseAction())
            case .end: return StatementList(statements: statements, end: nil)
            default: throw unexpected(token, in: "input")
            }
        }
    }

    private mutating func parseAction() throws(TemplateError) -> Statement {
        let token = peek()
        guard case .keyword(let keyword) = token.kind, keyword.isControl else {
            return .action(try parsePipeline("command", until: .close))
        }
        _ = next()
        switch keyword {
        case .if: return .conditional(try parseBranch(keyword))
        case .with: return .with(try parseBranch(keyword))
        case .range:
            loops += 1
            defer { loops -= 1 }
            return .range(try parseBranch(keyword))
        case .break, .continue:
            try expectClose("{{\(token.text)}}")
            if loops == 0 { throw failure("{{\(token.text)}} outside {{range}}") }
            return .exit(keyword == .break ? .leave : .next)
        default: throw failure("{{\(token.text)}} is not supported: a template has no named parts here")
        }
    }

    /// What follows `if`, `with` and `range`, `{{end}}` included.
    private mutating func parseBranch(_ keyword: Token.Keyword) throws(TemplateError) -> Branch {
        try descend()
        let outer = variables.count
        defer {
            variables.removeLast(variables.count - outer)
            depth -= 1
        }
        let pipeline = try parsePipeline(keyword.rawValue, until: .close)
        let body = try parseList()
        switch body.end {
        case .end:
            try expectClose("end")
            return Branch(pipeline: pipeline, body: body.statements, otherwise: [])
        case .else: return Branch(pipeline: pipeline, body: body.statements, otherwise: try parseElse(of: keyword))
        default: throw failure("unexpected EOF")
        }
    }

    /// What follows `else`, the branch's `{{end}}` included.
    private mutating func parseElse(of keyword: Token.Keyword) throws(TemplateError) -> [Statement] {
        skipSpace()
        // {{else if}} is short for {{else}}{{if}}…{{end}}.
        if keyword != .range, peek().kind == .keyword(keyword) {
            _ = next()
            let branch = try parseBranch(keyword)
            return [keyword == .if ? .conditional(branch) : .with(branch)]
        }
        try expectClose("else")
        let list = try parseList()
        guard let end = list.end else { throw failure("unexpected EOF") }
        guard end == .end else { throw failure("expected end; found {{else}}") }
        try expectClose("end")
        return list.statements
    }

    private mutating func expectClose(_ context: String) throws(TemplateError) {
        skipSpace()
        let token = next()
        if token.kind != .close { throw unexpected(token, in: context) }
    }

    /// Goes one level deeper, as long as there is one.
    mutating func descend() throws(TemplateError) {
        depth += 1
        if depth > Self.deepest { throw failure("more than \(Self.deepest) actions and parentheses inside each other") }
    }

    /// Comes back from a level.
    mutating func ascend() { depth -= 1 }

    // MARK: - Words

    /// The next word; the last one is never passed.
    func peek() -> Token { tokens[index] }

    mutating func next() -> Token {
        defer { index = min(index + 1, tokens.count - 1) }
        return tokens[index]
    }

    /// Goes back to the word that was taken last.
    mutating func back() { index -= 1 }

    mutating func skipSpace() {
        while tokens[index].kind == .space { index += 1 }
    }

    // MARK: - Errors

    func unexpected(_ token: Token, in context: String) -> TemplateError {
        let reason = token.kind == .failure ? token.text : "unexpected \(token.shown) in \(context)"
        return failure(reason, at: token)
    }

    /// An error on the line of a word, or else of the last one that was taken.
    func failure(_ reason: String, at token: Token? = nil) -> TemplateError {
        let position = (token ?? tokens[max(index - 1, 0)]).position
        return TemplateError(line: TemplateError.Place(of: position, in: source).line, reason)
    }
}
