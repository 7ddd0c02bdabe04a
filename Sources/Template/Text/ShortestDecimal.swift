/// The fewest digits that mean a number with a binary point, laid out as Go's `%v` has them: `1.5`, `1e+06`.
struct ShortestDecimal {
    /// Without zeros at their ends.
    private let digits: [Character]
    /// The power of ten of the first digit.
    private let exponent: Int

    /// - Parameter magnitude: finite, without a sign.
    private init(_ magnitude: Double) {
        // Swift's own text has the fewest digits, in another layout.
        let parts = magnitude.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + mantissa[0].count - 1
        var digits = mantissa.joined().map { $0 }
        while digits.count > 1, digits.first == "0" {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        self.digits = digits
        self.exponent = digits == ["0"] ? 0 : exponent
    }

    /// The text of a number, with its sign.
    static func text(of value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        let decimal = ShortestDecimal(value.magnitude)
        let isLong = decimal.exponent < -4 || decimal.exponent >= 6
        return (value.sign == .minus ? "-" : "") + (isLong ? decimal.scientific : decimal.plain)
    }

    private var scientific: String {
        let fraction = digits.count > 1 ? "." + String(digits.dropFirst()) : ""
        let power = String(exponent.magnitude)
        return "\(digits[0])\(fraction)e\(exponent < 0 ? "-" : "+")\(power.count < 2 ? "0" : "")\(power)"
    }

    private var plain: String {
        if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + String(digits) }
        let whole = String(digits.prefix(exponent + 1))
        let fraction = String(digits.dropFirst(exponent + 1))
        return whole.zeroPadded(to: exponent + 1) + (fraction.isEmpty ? "" : "." + fraction)
    }
}

extension String {
    /// Zeros behind, up to that many digits.
    fileprivate func zeroPadded(to count: Int) -> String {
        self + String(repeating: "0", count: Swift.max(0, count - self.count))
    }
}
