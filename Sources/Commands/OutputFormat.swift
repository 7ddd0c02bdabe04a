import Engine

/// How a command prints what it found.
public enum OutputFormat: String, Sendable {
    /// Aligned columns, for people.
    case table
    /// JSON, for programs: a line an object where a command lists.
    case json

    /// `--format`.
    init(option text: String) throws(InvalidOption) {
        guard let format = Self(rawValue: text) else {
            throw InvalidOption(
                text.contains("{{") ? "templates are not supported yet; use json" : "must be table or json")
        }
        self = format
    }
}

extension Int {
    /// A whole number that is not below a least value.
    init(option text: String, atLeast least: Int) throws(InvalidOption) {
        guard let number = Int(text), number >= least else {
            throw InvalidOption("must be a whole number, at least \(least)")
        }
        self = number
    }
}
