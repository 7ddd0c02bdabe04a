/// A JSON number as its text has it, so that none loses a digit: `18446744073709551615`, `1e3`.
public struct JSONNumber: Hashable, Sendable {
    /// Digits, perhaps with a sign, a fraction and an exponent.
    public let literal: String

    public init(_ value: some FixedWidthInteger) {
        literal = String(value)
    }

    /// - Parameter literal: follows RFC 8259, section 6.
    init(literal: String) {
        self.literal = literal
    }

    /// The number as an integer; `nil` when it has a fraction or the type has no room for it.
    /// `5.0` and `1e3` are integers.
    public func integer<Integer: FixedWidthInteger>(as type: Integer.Type = Integer.self) -> Integer? {
        Integer(literal) ?? integralLiteral.flatMap { Integer($0) }
    }

    /// The digits of the same number without fraction and exponent; `nil` when it is no integer.
    /// More digits than any integer of 64 bits has are not written out.
    var integralLiteral: String? {
        let bytes = Array(literal.utf8)
        let isNegative = bytes.first == UInt8(ascii: "-")
        let exponentMark = bytes.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? bytes.endIndex
        let mantissa = bytes[..<exponentMark]
        let point = mantissa.firstIndex(of: UInt8(ascii: ".")) ?? exponentMark
        var digits = mantissa.filter { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }[...]
        digits = digits.drop { $0 == UInt8(ascii: "0") }
        if digits.isEmpty { return "0" }
        let exponentText = String(decoding: bytes[exponentMark...].dropFirst(), as: UTF8.self)
        guard var exponent = exponentText.isEmpty ? 0 : Int(exponentText) else {
            return exponentText.hasPrefix("-") ? nil : literal
        }
        let (shifted, overflows) = exponent.subtractingReportingOverflow(max(exponentMark - point - 1, 0))
        if overflows { return nil }
        exponent = shifted
        while exponent < 0, digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        if exponent < 0 { return nil }
        if digits.count > 20 || exponent > 20 { return literal }
        return (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)
            + String(repeating: "0", count: exponent)
    }
}
