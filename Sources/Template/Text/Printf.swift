import JSON

/// Go's `printf` for the values that JSON has. What doesn't fit is told in the text, as Go does:
/// `%!d(string=x)`.
struct Printf {
    /// Wider fields and longer numbers are as wide as this.
    static let widest = 1_000_000

    private let operands: [JSONValue]
    private var used = 0
    private var output = ""

    static func text(format: String, _ operands: [JSONValue]) -> String {
        var printf = Printf(operands: operands)
        printf.print(format)
        return printf.output
    }

    private init(operands: [JSONValue]) {
        self.operands = operands
    }

    private mutating func print(_ format: String) {
        var scalars = format.unicodeScalars[...]
        while let percent = scalars.firstIndex(of: "%") {
            output.unicodeScalars += scalars[..<percent]
            scalars = scalars[scalars.index(after: percent)...]
            printVerb(&scalars)
        }
        output.unicodeScalars += scalars
        guard used < operands.count else { return }
        let extra = operands[used...].map { $0 == .null ? "<nil>" : "\($0.typeName)=\($0.innerText)" }
        output += "%!(EXTRA \(extra.joined(separator: ", ")))"
    }

    /// What follows a percent sign.
    private mutating func printVerb(_ scalars: inout Substring.UnicodeScalarView) {
        var verb = PrintfVerb()
        while let flag = scalars.first, Self.set(flag, in: &verb) { scalars.removeFirst() }
        verb.width = number(&scalars).map { width in
            if width < 0 { verb.isLeft = true }
            return Int(min(width.magnitude, UInt(Self.widest)))
        }
        if scalars.first == "." {
            scalars.removeFirst()
            verb.precision = min(max(number(&scalars) ?? 0, 0), Self.widest)
        }
        guard let letter = scalars.popFirst() else {
            output += "%!(NOVERB)"
            return
        }
        if letter == "%" {
            output += "%"
            return
        }
        verb.letter = letter
        if let operand = take() { output += verb.text(of: operand) } else { output += "%!\(letter)(MISSING)" }
    }

    private static func set(_ flag: Unicode.Scalar, in verb: inout PrintfVerb) -> Bool {
        switch flag {
        case "-": verb.isLeft = true
        case "+": verb.showsPlus = true
        case "#": verb.isAlternate = true
        case " ": verb.leavesSign = true
        case "0": verb.fillsZeros = true
        default: return false
        }
        return true
    }

    /// Digits, or `*` for the next operand.
    private mutating func number(_ scalars: inout Substring.UnicodeScalarView) -> Int? {
        if scalars.first == "*" {
            scalars.removeFirst()
            if case .number(let number) = take() { return number.integer(as: Int.self) }
            output += "%!(BADWIDTH)"
            return nil
        }
        let digits = scalars.prefix { "0"..."9" ~= $0 }
        scalars = scalars.dropFirst(digits.count)
        return digits.isEmpty ? nil : Int(String(digits)) ?? Self.widest
    }

    private mutating func take() -> JSONValue? {
        guard used < operands.count else { return nil }
        used += 1
        return operands[used - 1]
    }
}
