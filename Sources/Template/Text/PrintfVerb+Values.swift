import Glibc
import JSON

extension PrintfVerb {
    /// A value as the verb has it; what a list or a map holds, each by itself.
    func text(of value: JSONValue) -> String {
        if letter == "T" { return filled(value.typeName) }
        switch value {
        case .array(let values): return "[" + values.map { text(of: $0) }.joined(separator: " ") + "]"
        case .object(let object):
            let members = object.sortedMembers.map { "\(text(of: .string($0.key))):\(text(of: $0.value))" }
            return "map[" + members.joined(separator: " ") + "]"
        case .null: return letter == "v" ? filled("<nil>") : "%!\(letter)(<nil>)"
        case .boolean(let truth):
            return letter == "v" || letter == "t" ? filled("\(truth)") : misfit(value)
        case .string(let text): return self.text(ofString: text).map(filled) ?? misfit(value)
        case .number(let number):
            let text = number.isInteger ? self.text(ofInteger: number) : self.text(ofDecimal: number.decimal)
            return text.map(filled) ?? misfit(value)
        }
    }

    /// `%!d(string=x)`
    private func misfit(_ value: JSONValue) -> String { "%!\(letter)(\(value.typeName)=\(value.innerText))" }

    private func text(ofString string: String) -> String? {
        let cut = precision.map { String(String.UnicodeScalarView(string.unicodeScalars.prefix($0))) } ?? string
        switch letter {
        case "v" where isAlternate: return cut.quotedAsInGo
        case "v", "s": return cut
        case "q": return cut.quotedAsInGo
        case "x", "X":
            let digits = cut.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: letter == "X") }
            return digits.joined()
        default: return nil
        }
    }

    private func text(ofInteger number: JSONNumber) -> String? {
        switch letter {
        case "v", "d": return digits(of: number, radix: 10, prefix: "")
        case "b": return digits(of: number, radix: 2, prefix: "0b")
        case "o": return digits(of: number, radix: 8, prefix: "0")
        case "x": return digits(of: number, radix: 16, prefix: "0x")
        case "X": return digits(of: number, radix: 16, prefix: "0X")?.uppercased()
        case "c", "q":
            let value = number.integer(as: UInt32.self)
            let scalar = value.flatMap { Unicode.Scalar($0) } ?? "\u{FFFD}"
            return letter == "c" ? String(scalar) : GoQuoting.quoted(String(scalar), by: "'")
        default: return nil
        }
    }

    private func digits(of number: JSONNumber, radix: Int, prefix: String) -> String? {
        let isNegative = number.literal.hasPrefix("-")
        var digits = String(number.literal.drop { $0 == "-" })
        // A number that no integer has room for keeps its decimal digits.
        if radix != 10, let value = UInt64(digits) { digits = String(value, radix: radix) }
        let zeros = String(repeating: "0", count: max(0, (precision ?? 0) - digits.count))
        return signed((isAlternate ? prefix : "") + zeros + digits, isNegative: isNegative)
    }

    private func text(ofDecimal value: Double) -> String? {
        switch letter {
        case "v", "g", "G":
            guard let precision else { return signed(ShortestDecimal.text(of: value.magnitude), isNegative: value < 0) }
            return printed(value, precision, letter == "G" ? "G" : "g")
        case "e", "E", "f", "F": return printed(value, precision ?? 6, letter)
        default: return nil
        }
    }

    /// C's printf(3) writes these as Go does.
    private func printed(_ value: Double, _ precision: Int, _ letter: Unicode.Scalar) -> String {
        let format = "%.*\(letter)"
        var buffer = [CChar](repeating: 0, count: 400 + precision)
        let count = withVaList([Int32(precision), value.magnitude]) { vsnprintf(&buffer, buffer.count, format, $0) }
        let digits = buffer.prefix(max(0, Int(count))).map { UInt8(bitPattern: $0) }
        return signed(String(decoding: digits, as: UTF8.self), isNegative: value < 0)
    }
}
