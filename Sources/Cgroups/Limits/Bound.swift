/// An upper limit: a number, or none.
public enum Bound: Hashable, Sendable {
    case unlimited
    case at(UInt64)

    /// The convention of the OCI runtime specification and of Docker's
    /// options: a negative number means "no limit".
    public init(_ value: Int64) {
        self = value < 0 ? .unlimited : .at(UInt64(value))
    }

    /// What the files of v2 take.
    var unifiedText: String {
        switch self {
        case .unlimited: "max"
        case .at(let value): String(value)
        }
    }

    /// What the numeric files of v1 take.
    var legacyText: String {
        switch self {
        case .unlimited: "-1"
        case .at(let value): String(value)
        }
    }

    /// The text of the files of one version.
    func text(on version: Version) -> String {
        version == .v1 ? legacyText : unifiedText
    }

    /// The number of bytes for a reader.
    var bytesText: String {
        switch self {
        case .unlimited: "unlimited"
        case .at(let value): byteText(value)
        }
    }

    /// The number for a reader.
    var plainText: String {
        switch self {
        case .unlimited: "unlimited"
        case .at(let value): String(value)
        }
    }
}
