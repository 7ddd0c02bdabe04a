/// A text that does not have the form its kind requires: a digest, a
/// reference, a platform, a time.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the text was meant to be, with its article: `a digest`.
    public let kind: String
    /// The text as given.
    public let text: String
    /// Why it is refused and what would be right.
    public let reason: String

    public init(_ kind: String, _ text: String, _ reason: String) {
        self.kind = kind
        self.text = text
        self.reason = reason
    }

    public var description: String {
        // A hostile text must neither fill the terminal nor steer it.
        let shown = text.unicodeScalars.prefix(100).map { $0.properties.generalCategory == .control ? "?" : String($0) }
        return "\"\(shown.joined())\" is not \(kind): \(reason)"
    }
}
