/// A help page while it is written: blocks with an empty line between them,
/// lists in two columns, nothing wider than 80 columns but what cannot break.
struct HelpPage {
    /// One line of a list: what is typed, and what it does.
    struct Entry {
        let term: String
        let explanation: String
    }

    private static let width = 80
    /// A term that needs more room gets a line of its own.
    private static let widestTerm = 26

    private(set) var text: String
    private let column: Int

    /// `lists` are all that the page will have, so that they share a column.
    init(usage: String, lists: [[Entry]]) {
        text = "Usage:  \(usage)\n"
        let terms = lists.joined().map(\.term.count)
        column = (terms.filter { $0 <= Self.widestTerm }.max() ?? 0) + 3
    }

    /// Paragraphs, wrapped; lines of the text are paragraphs.
    mutating func add(_ paragraphs: String) {
        if paragraphs.isEmpty { return }
        let lines = paragraphs.split(separator: "\n", omittingEmptySubsequences: false)
        text += "\n" + lines.flatMap { Self.wrap($0, width: Self.width) }.joined(separator: "\n") + "\n"
    }

    /// Lines printed as they are, under a title.
    mutating func add(_ title: String, lines: [String]) {
        if lines.isEmpty { return }
        text += "\n\(title):\n" + lines.map { "  \($0)\n" }.joined()
    }

    /// A list in two columns under a title.
    mutating func add(_ title: String, _ entries: [Entry]) {
        add(title, lines: entries.flatMap(lines(of:)))
    }

    private func lines(of entry: Entry) -> [String] {
        let explanation = Self.wrap(entry.explanation[...], width: Self.width - column - 2)
        let blank = String(repeating: " ", count: column)
        let continued = explanation.map { blank + $0 }
        guard entry.term.count <= Self.widestTerm, let first = explanation.first else {
            return [entry.term] + continued
        }
        return [entry.term + blank.dropFirst(entry.term.count) + first] + continued.dropFirst()
    }

    /// Breaks at spaces; a longer word stays whole.
    private static func wrap(_ text: Substring, width: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if line.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
