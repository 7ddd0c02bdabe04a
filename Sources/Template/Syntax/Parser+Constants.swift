import JSON

extension Parser {
    /// The value of a constant (Go specification, "Integer literals" to "String literals").
    func constant(_ token: Token, _ kind: Token.Constant) throws(TemplateError) -> JSONValue {
        let value: JSONValue? =
            switch kind {
            case .raw: .string(String(token.text.dropFirst().dropLast()))
            case .quoted: GoQuoting.unquoted(token.text).map { .string($0) }
            case .character: character(token.text)
            case .number: number(token.text)
            }
        if let value { return value }
        switch kind {
        case .number: throw failure("bad number syntax: \(token.text.quotedAsInGo)")
        case .character: throw failure("malformed character constant: \(token.text)")
        case .quoted, .raw: throw failure("invalid syntax")
        }
    }

    /// A character is the number that Unicode gives it.
    private func character(_ text: String) -> JSONValue? {
        guard let scalars = GoQuoting.unquoted(text)?.unicodeScalars, scalars.count == 1, let scalar = scalars.first
        else { return nil }
        return .number(JSONNumber(scalar.value))
    }

    /// `12`, `-0x1f`, `0o17`, `0b11`, `1_000`, `1.5`, `1e3`.
    private func number(_ text: String) -> JSONValue? {
        let digits = text.filter { $0 != "_" }
        let isNegative = digits.hasPrefix("-")
        let magnitude = digits.drop { $0 == "-" || $0 == "+" }
        let bases = ["0x": 16, "0X": 16, "0o": 8, "0O": 8, "0b": 2, "0B": 2]
        if let base = bases[String(magnitude.prefix(2))] {
            return Int((isNegative ? "-" : "") + magnitude.dropFirst(2), radix: base).map { .number(JSONNumber($0)) }
        }
        if let integer = Int(digits) { return .number(JSONNumber(integer)) }
        return Double(digits).flatMap { JSONValue(decimal: $0) }
    }
}
