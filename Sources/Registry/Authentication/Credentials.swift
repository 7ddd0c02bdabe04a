/// What a user proves to be known to a registry with.
public enum Credentials: Hashable, Sendable {
    case password(user: String, password: String)
    /// A token that a token server gave for good, to get others with (`identitytoken`).
    case identityToken(String)
    /// A token that the registry takes as it is (`registrytoken`).
    case registryToken(String)

    /// The value of an `Authorization` header (RFC 7617).
    static func basic(user: String, password: String) -> String {
        "Basic \(Base64.encode(Array("\(user):\(password)".utf8)))"
    }
}
