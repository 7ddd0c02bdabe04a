/// The text of a `schemata` file: for each resource, a value for each of its
/// domains. `L3:0=fff;1=fff` and `MB:0=100`, with blanks before the names.
struct Schemata {
    private let values: [String: [Substring: Substring]]

    init(_ text: String) {
        var values = [String: [Substring: Substring]]()
        for line in text.split(separator: "\n") {
            guard let (name, domains) = Self.parse(String(line)) else { continue }
            values[name] = domains
        }
        self.values = values
    }

    /// Whether all that the line says holds.
    func include(_ line: String) -> Bool {
        guard let (name, domains) = Self.parse(line), let present = values[name] else { return false }
        return domains.allSatisfy { present[$0.key] == $0.value }
    }

    /// Without the zeroes that bit masks may start with, `00ff` for `ff`.
    private static func parse(_ line: String) -> (String, [Substring: Substring])? {
        let halves = line.split(separator: ":", maxSplits: 1)
        guard halves.count == 2 else { return nil }
        var domains = [Substring: Substring]()
        for assignment in halves[1].split(separator: ";") {
            let sides = assignment.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { return nil }
            domains[trimmed(sides[0])] = trimmed(sides[1]).drop { $0 == "0" }
        }
        return (String(trimmed(halves[0])), domains)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
