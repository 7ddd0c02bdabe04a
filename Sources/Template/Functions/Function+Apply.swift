import JSON

extension Function {
    /// The function's value. The operands are as many, and of the kinds, that its signature says.
    /// - Parameter showsTitles: the operands are titles of columns, which stay as they are.
    func apply(_ operands: [JSONValue], showsTitles: Bool) throws(FunctionError) -> JSONValue {
        switch self {
        case .and, .or: operands.last ?? .null
        case .not: .boolean(!operands[0].isTrue)
        case .eq: .boolean(try Self.equalsAny(operands))
        case .ne: .boolean(try !Self.equals(operands[0], operands[1]))
        case .lt: .boolean(try Self.precedes(operands[0], operands[1]))
        case .le: .boolean(try !Self.precedes(operands[1], operands[0]))
        case .gt: .boolean(try Self.precedes(operands[1], operands[0]))
        case .ge: .boolean(try !Self.precedes(operands[0], operands[1]))
        case .len: try Self.length(of: operands[0])
        case .index: try Self.element(of: operands[0], at: operands.dropFirst())
        case .slice: try Self.slice(operands[0], operands.dropFirst())
        case .split: Self.parts(of: operands[0], by: operands[1])
        default: .string(text(of: operands, showsTitles: showsTitles) ?? "")
        }
    }

    // MARK: - Comparison

    private static func equalsAny(_ operands: [JSONValue]) throws(FunctionError) -> Bool {
        if operands.count < 2 { throw FunctionError("missing argument for comparison") }
        for operand in operands.dropFirst() where try equals(operands[0], operand) { return true }
        return false
    }

    private static func equals(_ left: JSONValue, _ right: JSONValue) throws(FunctionError) -> Bool {
        switch (left, right) {
        case (.null, _), (_, .null): return left == right
        case (.boolean, .boolean), (.string, .string): return left == right
        case (.number(let left), .number(let right)): return left.isEqual(to: right)
        case (.array, _), (.object, _): throw FunctionError("non-comparable type \(left.shownText): \(left.typeName)")
        case (_, .array), (_, .object): throw FunctionError("non-comparable type \(right.shownText): \(right.typeName)")
        default: throw FunctionError("incompatible types for comparison")
        }
    }

    private static func precedes(_ left: JSONValue, _ right: JSONValue) throws(FunctionError) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): return left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.number(let left), .number(let right)): return left.precedes(right)
        case (.null, _), (_, .null), (.array, _), (_, .array), (.object, _), (_, .object), (.boolean, .boolean):
            throw FunctionError("invalid type for comparison")
        default: throw FunctionError("incompatible types for comparison")
        }
    }
}
