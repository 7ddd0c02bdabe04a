/// A user as `-u` and images name one: `""`, `name`, `uid`, `name:group`,
/// `uid:gid`, in any mix.
struct UserReference: Hashable {
    /// Absent: the user with id 0.
    let user: Account?
    /// Absent: the user's own groups.
    let group: Account?

    /// One side of the colon. Digits are always an id, as in Docker: an image
    /// can't turn `-u 1000` into root by an account that is named `1000`.
    enum Account: Hashable {
        case id(UInt32)
        case name(String)
    }

    /// Throws `invalid` for a second colon, and for ids beyond 2^31 - 1, which
    /// the kernel and file systems may take for -1 or another user.
    init(parsing text: String) throws(EngineError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2 else {
            throw EngineError(.invalid, "invalid user \"\(text)\": write it as user or user:group")
        }
        user = try Self.account(parts[0], "user")
        group = parts.count == 2 ? try Self.account(parts[1], "group") : nil
    }

    private static func account(_ text: Substring, _ kind: String) throws(EngineError) -> Account? {
        guard !text.isEmpty else { return nil }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text
        guard !digits.isEmpty, digits.utf8.allSatisfy(\.isASCIIDigit) else { return .name(String(text)) }
        guard let id = UInt32(text), id <= Int32.max else {
            throw EngineError(.invalid, "\(kind) id \(text) is out of range: use 0 to \(Int32.max)")
        }
        return .id(id)
    }
}
