extension String {
    /// The same text with everything escaped that could steer a terminal:
    /// control characters, and the Unicode marks that reorder or hide text.
    /// Image names, labels and container output come from strangers.
    public var terminalSafe: String {
        terminalSafe(keeping: "")
    }

    /// The same for a text of several lines: it keeps its newlines and tabs.
    public var terminalSafeLines: String {
        terminalSafe(keeping: "\n\t")
    }

    private func terminalSafe(keeping kept: String) -> String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || kept.utf8.contains($0) }) { return self }
        var result = ""
        for scalar in unicodeScalars {
            if scalar.steersTerminal, !kept.unicodeScalars.contains(scalar) {
                result += scalar.escaped
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A JSON text with the same characters escaped, which can stand in its
    /// strings only; it means the same.
    public var terminalSafeJSON: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A }) { return self }
        var result = ""
        for scalar in unicodeScalars {
            if scalar.steersTerminal, scalar != "\n" {
                for unit in String(scalar).utf16 { result += "\\u" + unit.hexadecimal(digits: 4) }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// How many columns a terminal needs for the text: two for East Asian
    /// wide characters and emoji, none for combining marks (an approximation
    /// of Unicode's annex 11).
    public var displayWidth: Int {
        if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
        return reduce(0) { $0 + ($1.unicodeScalars.map(\.displayWidth).max() ?? 0) }
    }
}

extension Unicode.Scalar {
    fileprivate var steersTerminal: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0: true
        // Line separators; marks and overrides of direction.
        case 0x2028...0x202E, 0x2066...0x2069, 0x200E...0x200F, 0x061C: true
        // The byte order mark and tags, which show nothing.
        case 0xFEFF, 0xE0000...0xE007F: true
        default: false
        }
    }

    fileprivate var escaped: String {
        switch self {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: value < 0x100 ? "\\x" + value.hexadecimal(digits: 2) : "\\u{" + value.hexadecimal(digits: 4) + "}"
        }
    }

    fileprivate var displayWidth: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

extension BinaryInteger {
    fileprivate func hexadecimal(digits: Int) -> String {
        let text = String(self, radix: 16)
        return String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
    }
}
