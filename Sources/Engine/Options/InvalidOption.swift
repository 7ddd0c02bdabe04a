/// Why the text of an option makes no sense: the end of a sentence that
/// begins with the option's name, without a full stop.
public struct InvalidOption: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
