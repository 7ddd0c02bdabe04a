import JSON

extension JSONNumber {
    /// Whether it is written as an integer. Go's engines write those fields so that are integers.
    var isInteger: Bool {
        !literal.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
    }

    /// The nearest number with a binary point.
    var decimal: Double { Double(literal) ?? 0 }

    func isEqual(to other: JSONNumber) -> Bool {
        guard let left = integer(as: Int.self), let right = other.integer(as: Int.self) else {
            return decimal == other.decimal
        }
        return left == right
    }

    func precedes(_ other: JSONNumber) -> Bool {
        guard let left = integer(as: Int.self), let right = other.integer(as: Int.self) else {
            return decimal < other.decimal
        }
        return left < right
    }
}

extension JSONValue {
    /// A number that may have a fraction; `nil` for what JSON has no text for.
    init?(decimal: Double) {
        guard decimal.isFinite else { return nil }
        // Swift writes every finite number as JSON does.
        guard let value = try? JSONValue(parsing: Array("\(decimal)".utf8)) else { return nil }
        self = value
    }
}
