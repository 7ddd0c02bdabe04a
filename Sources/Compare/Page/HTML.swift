/// Text of a page, which grows piece by piece.
struct HTML {
    private(set) var text = ""

    /// Markup, as it is.
    mutating func raw(_ markup: String) { text += markup }

    /// An element of its own with words in it.
    mutating func element(_ name: String, class style: String? = nil, _ words: String) {
        text += "<\(name)\(style.map { " class=\"\($0)\"" } ?? "")>\(Self.escaped(words))</\(name)>\n"
    }

    /// An element with others in it.
    mutating func element(_ name: String, class style: String? = nil, _ inner: (inout HTML) -> Void) {
        text += "<\(name)\(style.map { " class=\"\($0)\"" } ?? "")>"
        inner(&self)
        text += "</\(name)>\n"
    }

    /// Words that can neither end an element nor an attribute: versions and reasons come from other programs.
    static func escaped(_ words: String) -> String {
        var result = ""
        for letter in words.unicodeScalars {
            switch letter {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case _ where letter.value < 32 && letter != "\n" && letter != "\t": result += " "
            default: result.unicodeScalars.append(letter)
            }
        }
        return result
    }
}
