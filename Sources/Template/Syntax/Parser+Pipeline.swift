import JSON

extension Parser {
    /// Commands joined by `|`, up to a closing word, which is taken.
    mutating func parsePipeline(_ context: String, until end: Token.Kind) throws(TemplateError) -> Pipeline {
        skipSpace()
        let position = peek().position
        let targets = try parseTargets(inRange: context == "range")
        var commands = [TemplateCommand]()
        while true {
            skipSpace()
            if peek().kind == end {
                _ = next()
                break
            }
            guard startsOperand(peek().kind) else { throw unexpected(next(), in: context) }
            commands.append(try parseCommand())
        }
        if commands.isEmpty { throw failure("missing value for \(context)") }
        for (index, command) in commands.enumerated().dropFirst() where !command.first.mayTakeOperands {
            throw failure("non executable command in pipeline stage \(index + 1)")
        }
        return Pipeline(position: position, targets: targets, commands: commands)
    }

    /// `$x :=`, `$x =`, and in `range` `$i, $x :=`.
    private mutating func parseTargets(inRange: Bool) throws(TemplateError) -> Pipeline.Targets? {
        let start = self
        var names = [String]()
        while names.count < 2, peek().kind == .variable {
            names.append(next().text)
            skipSpace()
            let token = next()
            switch token.kind {
            case .declare:
                variables += names
                return Pipeline.Targets(names: names, assigns: false)
            case .assign:
                for name in names { try checkDeclared(name) }
                return Pipeline.Targets(names: names, assigns: true)
            case .comma where inRange: skipSpace()
            default:
                self = start
                return nil
            }
        }
        if names.isEmpty { return nil }
        throw failure(names.count < 2 ? "range can only initialize variables" : "too many declarations in range")
    }

    /// Operands parted by spaces, up to a `|`, which is taken, or what closes the pipeline.
    private mutating func parseCommand() throws(TemplateError) -> TemplateCommand {
        var operands = [Operand]()
        while true {
            skipSpace()
            if startsOperand(peek().kind) { operands.append(try parseOperand()) }
            let token = next()
            switch token.kind {
            case .space: continue
            case .close, .rightParenthesis: back()
            case .pipe: break
            default: throw unexpected(token, in: "operand")
            }
            break
        }
        guard let first = operands.first else { throw failure("empty command") }
        return TemplateCommand(first: first, rest: Array(operands.dropFirst()))
    }

    /// A term, and the fields that follow it without a space.
    private mutating func parseOperand() throws(TemplateError) -> Operand {
        let term = try parseTerm()
        let second = peek().position
        var fields = [String]()
        while peek().kind == .field { fields.append(String(next().text.dropFirst())) }
        if fields.isEmpty { return term }
        switch term.kind {
        // The place of a path is that of its second field, as in Go.
        case .field(let first): return Operand(position: second, kind: .field(first + fields))
        case .variable(let name, _): return Operand(position: second, kind: .variable(name, fields: fields))
        case .member(let pipeline, _): return Operand(position: second, kind: .member(of: pipeline, fields: fields))
        case .dot, .function, .null, .constant:
            throw failure("unexpected . after term \(term.description.quotedAsInGo)")
        }
    }

    private mutating func parseTerm() throws(TemplateError) -> Operand {
        let token = next()
        return Operand(position: token.position, kind: try parseKind(of: token))
    }

    private mutating func parseKind(of token: Token) throws(TemplateError) -> Operand.Kind {
        switch token.kind {
        case .dot: return .dot
        case .field: return .field([String(token.text.dropFirst())])
        case .variable:
            try checkDeclared(token.text)
            return .variable(token.text, fields: [])
        case .identifier:
            guard let function = Function.all[token.text] else {
                throw failure("function \(token.text.quotedAsInGo) not defined")
            }
            return .function(function)
        case .keyword(.nil): return .null
        case .keyword(let keyword): return .constant(.boolean(keyword == .true), source: token.text)
        case .constant(let kind): return .constant(try constant(token, kind), source: token.text)
        default:
            try descend()
            defer { ascend() }
            return .member(of: try parsePipeline("parenthesized pipeline", until: .rightParenthesis), fields: [])
        }
    }

    private func startsOperand(_ kind: Token.Kind) -> Bool {
        switch kind {
        case .dot, .field, .variable, .identifier, .constant, .leftParenthesis: true
        case .keyword(let keyword): !keyword.isControl
        default: false
        }
    }

    private func checkDeclared(_ name: String) throws(TemplateError) {
        if !variables.contains(name) { throw failure("undefined variable \(name.quotedAsInGo)") }
    }
}

extension Operand {
    /// Whether it can stand after a `|`, where it gets the value before.
    fileprivate var mayTakeOperands: Bool {
        switch kind {
        case .function, .field, .variable, .member: true
        case .dot, .null, .constant: false
        }
    }
}
