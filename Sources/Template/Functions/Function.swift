import JSON

/// What a template can call: Go's functions, and those that Docker adds.
enum Function: String, CaseIterable, Sendable {
    // Logic and comparison.
    case and, or, not, eq, ne, lt, le, gt, ge
    // Lists, maps and texts.
    case len, index, slice, split, join
    // Texts.
    case print, printf, println, json, title, lower, upper, pad, truncate

    /// By name.
    static let all = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    var name: String { rawValue }

    /// What an operand has to be.
    enum Parameter: Sendable {
        case any
        case string
        case integer
        case list
    }

    /// The operands that a function takes.
    struct Signature: Sendable {
        let parameters: [Parameter]
        /// Any number more; `nil`: none.
        var rest: Parameter?

        func allows(_ count: Int) -> Bool {
            rest == nil ? count == parameters.count : count >= parameters.count
        }

        func parameter(_ index: Int) -> Parameter {
            index < parameters.count ? parameters[index] : rest ?? .any
        }
    }

    var signature: Signature {
        switch self {
        case .not, .len, .json: Signature(parameters: [.any])
        case .ne, .lt, .le, .gt, .ge: Signature(parameters: [.any, .any])
        case .and, .or, .eq, .index, .slice: Signature(parameters: [.any], rest: .any)
        case .print, .println: Signature(parameters: [], rest: .any)
        case .printf: Signature(parameters: [.string], rest: .any)
        case .title, .lower, .upper: Signature(parameters: [.string])
        case .split: Signature(parameters: [.string, .string])
        case .join: Signature(parameters: [.list, .string])
        case .pad: Signature(parameters: [.string, .integer, .integer])
        case .truncate: Signature(parameters: [.string, .integer])
        }
    }
}

extension Function.Parameter {
    func accepts(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.any, _), (.string, .string), (.list, .array), (.list, .null): true
        case (.integer, .number(let number)): number.isInteger
        default: false
        }
    }

    /// For a constant of another kind.
    var noun: String {
        switch self {
        case .any: "value"
        case .string: "string"
        case .integer: "integer"
        case .list: "list"
        }
    }

    /// Go's name of the type.
    var typeName: String {
        switch self {
        case .any: "interface {}"
        case .string: "string"
        case .integer: "int"
        case .list: "[]string"
        }
    }
}

extension JSONValue {
    /// Of an operand that is a string.
    var text: String { if case .string(let text) = self { text } else { "" } }

    /// Of an operand that is a list.
    var values: [JSONValue] { if case .array(let values) = self { values } else { [] } }

    /// Of an operand that is an integer; the nearest one there is room for.
    var integer: Int {
        guard case .number(let number) = self else { return 0 }
        return number.integer(as: Int.self) ?? (number.literal.hasPrefix("-") ? .min : .max)
    }
}

/// Why a function has no answer for its operands.
struct FunctionError: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
