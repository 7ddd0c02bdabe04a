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

extension Double {
    /// The fewest digits that mean this number, as Go's `%v` has them: `1.5`, `1e+06`.
    var textInGo: String {
        guard isFinite else { return isNaN ? "NaN" : self < 0 ? "-Inf" : "+Inf" }
        let (digits, exponent) = magnitude.shortestDigits
        let sign = self.sign == .minus ? "-" : ""
        if exponent < -4 || exponent >= 6 { return sign + Self.scientific(digits, exponent) }
        return sign + Self.plain(digits, exponent)
    }

    /// The digits without zeros at their ends, and the power of ten of the first.
    private var shortestDigits: (digits: [Character], exponent: Int) {
        let parts = description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + mantissa[0].count - 1
        var digits = mantissa.joined().map { $0 }
        while digits.count > 1, digits.first == "0" {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return (digits, digits == ["0"] ? 0 : exponent)
    }

    private static func scientific(_ digits: [Character], _ exponent: Int) -> String {
        let fraction = digits.count > 1 ? "." + String(digits.dropFirst()) : ""
        let power = String(exponent.magnitude)
        return "\(digits[0])\(fraction)e\(exponent < 0 ? "-" : "+")\(power.count < 2 ? "0" : "")\(power)"
    }

    private static func plain(_ digits: [Character], _ exponent: Int) -> String {
        if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + String(digits) }
        let whole = digits.prefix(exponent + 1)
        let fraction = digits.dropFirst(exponent + 1)
        return String(whole) + String(repeating: "0", count: exponent + 1 - whole.count)
            + (fraction.isEmpty ? "" : "." + String(fraction))
    }
}
