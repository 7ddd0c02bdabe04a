/// A network's name: a letter or digit, then letters, digits, `_`, `.` and `-`. Nothing that could be taken for a
/// path, or for another container.
public struct NetworkName: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Refuses what Docker refuses, too.
    public init(parsing text: String) throws(InvalidOption) {
        let isAllowed: (UInt8) -> Bool = { $0.isASCIIAlphanumeric || "_.-".utf8.contains($0) }
        guard let first = text.utf8.first, first.isASCIIAlphanumeric, text.utf8.allSatisfy(isAllowed),
            text.utf8.count <= 255
        else {
            throw InvalidOption(
                "\"\(text)\" is no name for a network: take letters and digits, after the first also \"_\", \".\", "
                    + "\"-\", 255 at most")
        }
        description = text
    }
}
