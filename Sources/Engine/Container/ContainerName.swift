/// A container's name: a letter or digit, then letters, digits, `_`, `.` and
/// `-`, two characters at least. Nothing that could be taken for a path.
public struct ContainerName: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Throws `invalid` for anything that Docker refuses too.
    public init(parsing text: String) throws(EngineError) {
        let isAllowed: (UInt8) -> Bool = { $0.isASCIIAlphanumeric || "_.-".utf8.contains($0) }
        guard let first = text.utf8.first, first.isASCIIAlphanumeric, text.utf8.count >= 2,
            text.utf8.allSatisfy(isAllowed)
        else {
            throw EngineError(
                .invalid,
                "invalid container name \"\(text)\": take two or more letters or digits, after the first also \"_\", \".\", \"-\""
            )
        }
        description = text
    }
}
