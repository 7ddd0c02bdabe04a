/// The name that an engine gives a container; unique beneath one `--root`,
/// where it is a directory's name.
public struct ContainerIdentifier: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Takes letters, digits and `_ + - .`, as runc does, up to 255 bytes
    /// (NAME_MAX).
    public init(_ text: String) throws(RuntimeError) {
        guard !text.isEmpty, text.utf8.allSatisfy(Self.isAllowed), text != ".", text != ".." else {
            throw .refused(
                "invalid container id \"\(text)\": it is made of letters, digits, \"_\", \"+\", \"-\" and \".\"")
        }
        guard text.utf8.count <= 255 else {
            throw .refused("invalid container id: \(text.utf8.count) bytes are too long, 255 are the most")
        }
        description = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
