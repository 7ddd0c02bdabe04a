/// `%-5d`: what a format says of one operand (Go's package fmt).
struct PrintfVerb {
    /// `-`: spaces go behind.
    var isLeft = false
    /// `+`: positive numbers have a sign, too.
    var showsPlus = false
    /// `#`: `0x` before hexadecimal digits.
    var isAlternate = false
    /// ` `: a space where a sign might be.
    var leavesSign = false
    /// `0`: zeros instead of spaces before.
    var fillsZeros = false
    /// The least number of characters.
    var width: Int?
    /// Of a number its digits, of a text its characters at most.
    var precision: Int?
    var letter: Unicode.Scalar = "v"

    /// The text, filled up to the width.
    func filled(_ text: String) -> String {
        let missing = (width ?? 0) - text.unicodeScalars.count
        if missing <= 0 { return text }
        if isLeft { return text + String(repeating: " ", count: missing) }
        guard fillsZeros else { return String(repeating: " ", count: missing) + text }
        let sign = text.prefix { $0 == "-" || $0 == "+" }
        return sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count)
    }

    /// A number's digits with the sign that the flags ask for.
    func signed(_ magnitude: String, isNegative: Bool) -> String {
        (isNegative ? "-" : showsPlus ? "+" : leavesSign ? " " : "") + magnitude
    }
}
