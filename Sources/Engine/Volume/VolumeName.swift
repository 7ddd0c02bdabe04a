/// A volume's name: a letter or digit, then letters, digits, `_`, `.` and `-`, two characters at least and 255
/// at most. It names a directory, and nothing in it could be taken for a path.
public struct VolumeName: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Refuses what Docker refuses, too.
    public init(parsing text: String) throws(InvalidOption) {
        let isAllowed: (UInt8) -> Bool = { $0.isASCIIAlphanumeric || "_.-".utf8.contains($0) }
        guard text.utf8.allSatisfy(isAllowed), let first = text.utf8.first, first.isASCIIAlphanumeric else {
            throw InvalidOption(
                "\"\(text)\" is no name for a volume: take letters and digits, after the first also \"_\", \".\", "
                    + "\"-\"; for a directory of the host write an absolute path, or one that begins with \"./\"")
        }
        guard (2...255).contains(text.utf8.count) else {
            throw InvalidOption("the volume name \"\(text)\" must have two characters or more, and 255 at most")
        }
        description = text
    }

    /// A name nobody asked for: 64 hexadecimal digits, as an id has.
    static func random() -> String { ContainerID.random().description }
}
