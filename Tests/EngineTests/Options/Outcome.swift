import Engine

/// What parsing a text ends in, so that tables can list both ends.
enum Outcome<Value: Equatable & Sendable>: Equatable, Sendable {
    case value(Value)
    case refused(String)

    init(_ parse: () throws -> Value) {
        do { self = .value(try parse()) } catch { self = .refused("\(error)") }
    }
}

/// Texts, and what each parses to.
typealias Cases<Value: Equatable & Sendable> = [(String, Outcome<Value>)]
