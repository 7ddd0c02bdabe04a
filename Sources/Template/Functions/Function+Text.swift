import JSON

extension Function {
    /// The text that a function makes; `nil` for a function that makes none.
    func text(of operands: [JSONValue], showsTitles: Bool) -> String? {
        switch self {
        case .print: Self.print(operands)
        case .println: operands.map(\.innerText).joined(separator: " ") + "\n"
        case .printf: Printf.text(format: operands[0].text, Array(operands.dropFirst()))
        case .json: showsTitles ? "" : String(decoding: operands[0].json, as: UTF8.self)
        case .join: operands[0].values.map(\.innerText).joined(separator: operands[1].text)
        case .title, .lower, .upper, .truncate:
            showsTitles ? operands[0].text : changed(operands[0].text, operands.dropFirst().first)
        case .pad: Self.padded(operands[0].text, operands[1].integer, operands[2].integer)
        default: nil
        }
    }

    private func changed(_ text: String, _ length: JSONValue?) -> String {
        switch self {
        case .lower: text.lowercased()
        case .upper: text.uppercased()
        case .title: Self.titled(text)
        default: text.prefix(bytes: length?.integer ?? 0)
        }
    }

    /// Spaces stand between operands of which neither is a text (Go's `Sprint`).
    private static func print(_ operands: [JSONValue]) -> String {
        var text = ""
        var wasText = true
        for (index, operand) in operands.enumerated() {
            let isText = if case .string = operand { true } else { false }
            if index > 0, !isText, !wasText { text += " " }
            text += operand.innerText
            wasText = isText
        }
        return text
    }

    /// The first letter of each word in upper case.
    private static func titled(_ text: String) -> String {
        var result = ""
        var isInWord = false
        for character in text {
            result += isInWord ? String(character) : character.uppercased()
            isInWord = character.isLetter || character.isNumber || character == "_"
        }
        return result
    }

    /// Nothing stays nothing.
    private static func padded(_ text: String, _ before: Int, _ after: Int) -> String {
        if text.isEmpty { return "" }
        return blank(before) + text + blank(after)
    }

    private static func blank(_ count: Int) -> String {
        String(repeating: " ", count: min(max(count, 0), Printf.widest))
    }
}

extension String {
    /// As many characters as have room in that many bytes of UTF-8.
    fileprivate func prefix(bytes limit: Int) -> String {
        if limit < 0 || utf8.count <= limit { return self }
        var result = String.UnicodeScalarView()
        var length = 0
        for scalar in unicodeScalars {
            length += UTF8.width(scalar)
            if length > limit { break }
            result.append(scalar)
        }
        return String(result)
    }
}
