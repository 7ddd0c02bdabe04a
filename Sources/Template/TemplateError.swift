/// Why a template cannot be read, or filled in with a value. The sentence is the one that Docker prints.
public struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// When it was found.
    public enum Stage: Hashable, Sendable {
        /// In the text alone.
        case parsing
        /// With a value.
        case rendering
    }

    /// When it was found.
    public let stage: Stage
    public let description: String

    /// The text is no template.
    /// - Parameter line: counted from one.
    init(line: Int, _ reason: String) {
        stage = .parsing
        description = "template parsing error: template: :\(line): \(reason)"
    }

    /// An action does not fit the value.
    /// - Parameter action: as the template has it.
    init(at place: Place, action: String, _ reason: String) {
        stage = .rendering
        description =
            "template parsing error: template: :\(place.line):\(place.column): executing \"\" at <\(action)>: \(reason)"
    }

    /// Where something begins in a template's text.
    struct Place: Hashable, Sendable {
        /// Counted from one.
        let line: Int
        /// In bytes, counted from zero, as Go counts it.
        let column: Int

        init(of position: Int, in source: String) {
            let before = source.utf8.prefix(position)
            line = 1 + before.count { $0 == UInt8(ascii: "\n") }
            column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
        }
    }
}
