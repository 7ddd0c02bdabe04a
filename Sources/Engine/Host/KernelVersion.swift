/// The first two numbers of a kernel release, such as 6.1 (uname(2)).
public struct KernelVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The 6 of 6.1.
    public let major: Int
    /// The 1 of 6.1.
    public let minor: Int

    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// The start of a release: `6.1`, `6.1.0-18-amd64`. `nil` for anything else.
    public init?(parsing text: String) {
        let major = text.utf8.prefix(while: \.isASCIIDigit)
        let rest = text.utf8[major.endIndex...]
        guard rest.first == UInt8(ascii: ".") else { return nil }
        let minor = rest.dropFirst().prefix(while: \.isASCIIDigit)
        guard let major = Int(Substring(major)), let minor = Int(Substring(minor)) else { return nil }
        self.init(major, minor)
    }

    public static func < (left: KernelVersion, right: KernelVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    public var description: String { "\(major).\(minor)" }
}
