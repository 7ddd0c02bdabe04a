/// A container's identity: 256 random bits, written as 64 lower-case
/// hexadecimal digits, as Docker does.
public struct ContainerID: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// `nil` unless the text is 64 lower-case hexadecimal digits.
    public init?(parsing text: String) {
        guard text.utf8.count == 64, text.utf8.allSatisfy(\.isLowercaseHexDigit) else { return nil }
        description = text
    }

    /// An identity that nobody else has (getrandom(2)).
    public static func random() -> ContainerID {
        var text = ""
        for _ in 0..<4 {
            let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
            text += String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }
        return ContainerID(known: text)
    }

    private init(known text: String) {
        description = text
    }

    /// The first twelve digits, which lists and the hostname show.
    public var short: String { String(description.prefix(12)) }
}
