import Synchronization

/// Answers one registry's challenges, and remembers with what.
///
/// Whom credentials are shown to: the registry itself; and a token server on
/// another host, if the registry named it over TLS with a verified certificate
/// and it is spoken to by TLS, too. Docker sends them to whatever server the
/// challenge names; on a connection without TLS anyone on the way could have
/// written that, so such a token server gets credentials only when
/// `registries.json` names it as the registry's `realm`. Else it's asked for an
/// anonymous token. A redirect never carries any of it to another origin.
final class Authenticator: Sendable {
    /// Who asks, as far as the connection tells.
    struct Asker {
        let origin: HTTPLocation.Origin
        /// The connection's certificate was verified.
        let isVerified: Bool
    }

    private enum Method {
        case basic
        case bearer(TokenServer, isTrusted: Bool)
    }

    private struct State {
        var method: Method?
        /// By what they are for.
        var tokens: [Set<String>: TokenServer.Token] = [:]
        var credentials: Credentials??
    }

    private let name: String
    private let trustedRealm: String?
    /// A token for later is wanted, too: the user logs in.
    private let isLasting: Bool
    private let transport: Transport
    private let findCredentials: @Sendable () throws(RegistryError) -> Credentials?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - name: the registry's, for messages.
    ///   - trustedRealm: a token server that may have the credentials in any case.
    ///   - isLasting: a token for later is wanted, too.
    ///   - credentials: asked for only when the registry wants any.
    init(
        _ name: String, trustedRealm: String?, isLasting: Bool = false, transport: Transport,
        credentials: @escaping @Sendable () throws(RegistryError) -> Credentials?
    ) {
        self.name = name
        self.trustedRealm = trustedRealm
        self.isLasting = isLasting
        self.transport = transport
        findCredentials = credentials
    }

    /// What to send along, as far as it's known without asking anyone; `nil` before the first challenge.
    func header(for scopes: [String]) throws(RegistryError) -> String? {
        let (method, token) = state.withLock { ($0.method, $0.tokens[Set(scopes)]) }
        switch method {
        case nil: return nil
        case .basic: return try basicHeader()
        case .bearer(let server, let isTrusted):
            if let token, token.isFresh { return "Bearer \(token.value)" }
            return try bearerHeader(server, isTrusted, scopes)
        }
    }

    /// What to send along after a challenge.
    func answer(
        _ challenges: [Challenge], of asker: Asker, for scopes: [String]
    ) throws(RegistryError) -> String {
        if let bearer = challenges.first(where: { $0.scheme == "bearer" }) {
            let server = try tokenServer(bearer, asker)
            let isTrusted = isTrusted(server, asker)
            state.withLock { $0.method = .bearer(server, isTrusted: isTrusted) }
            let asked = bearer.parameters["scope"].map { $0.split(separator: " ").map(String.init) } ?? []
            // What the registry asks for is part of what is needed, or more exact.
            return try bearerHeader(server, isTrusted, scopes.isEmpty ? asked : scopes)
        }
        if challenges.contains(where: { $0.scheme == "basic" }) {
            state.withLock { $0.method = .basic }
            return try basicHeader()
        }
        let schemes = challenges.map(\.scheme.quotable).joined(separator: ", ")
        throw .denied(
            "access is denied: it wants an authentication that is neither basic nor by token\(schemes.isEmpty ? "" : ": \(schemes)")"
        )
    }

    /// Forgets tokens that the registry has refused.
    func forget(_ scopes: [String]) { state.withLock { $0.tokens[Set(scopes)] = nil } }

    /// A token for later, if the token server gave one.
    var refreshToken: String? { state.withLock { $0.tokens.values.compactMap(\.refreshToken).first } }

    /// Whether there are credentials that the token server was not shown.
    var hasWithheldCredentials: Bool {
        state.withLock { state in
            guard case .some(.some) = state.credentials, case .bearer(_, isTrusted: false) = state.method else {
                return false
            }
            return true
        }
    }

    /// What a refusal in the end may be due to, to be put behind it.
    func advice() -> String {
        state.withLock { state in
            guard case .some(.some) = state.credentials else {
                return "; if it needs credentials, use skiff login \(name)"
            }
            guard case .bearer(let server, isTrusted: false) = state.method else { return "" }
            return "; the token server \(server.realm.origin) wasn't shown the credentials, for it's another host and "
                + "was named without verified TLS: name it as realm of \(name) in registries.json if that's meant"
        }
    }
}

// MARK: - The two methods

extension Authenticator {
    private func basicHeader() throws(RegistryError) -> String {
        switch try credentials() {
        case .password(let user, let password): return Credentials.basic(user: user, password: password)
        case .registryToken(let token): return "Bearer \(token)"
        case .identityToken, nil: throw .denied("it wants a user's name and password: use skiff login \(name)")
        }
    }

    private func bearerHeader(
        _ server: TokenServer, _ isTrusted: Bool, _ scopes: [String]
    ) throws(RegistryError) -> String {
        let credentials = try credentials()
        if case .registryToken(let token) = credentials { return "Bearer \(token)" }
        let token = try server.token(scopes: scopes, isTrusted ? credentials : nil, isLasting: isLasting, by: transport)
        state.withLock { $0.tokens[Set(scopes)] = token }
        return "Bearer \(token.value)"
    }

    private func credentials() throws(RegistryError) -> Credentials? {
        if let known = state.withLock({ $0.credentials }) { return known }
        let found = try findCredentials()
        state.withLock { $0.credentials = .some(found) }
        return found
    }
}

// MARK: - Token servers

extension Authenticator {
    /// - Throws: `denied` for a realm that nobody should be sent to.
    func tokenServer(_ challenge: Challenge, _ asker: Asker) throws(RegistryError) -> TokenServer {
        guard let text = challenge.parameters["realm"] else {
            throw .invalid("its challenge names no token server")
        }
        let realm: HTTPLocation
        do {
            realm = try HTTPLocation(parsing: text)
        } catch {
            throw .invalid("its token server can't be used: \(error)")
        }
        let origin = asker.origin
        let isNear = realm.origin.host == origin.host || realm.origin.isLoopback && origin.isLoopback
        guard realm.origin.scheme == .https || origin.scheme == .http && isNear || isNamed(realm) else {
            throw .denied("its token server \(realm.origin) is refused, for it doesn't use https")
        }
        return TokenServer(realm: realm, service: challenge.parameters["service"])
    }

    /// Whether the token server may see the credentials; the rule above.
    func isTrusted(_ server: TokenServer, _ asker: Asker) -> Bool {
        server.realm.origin == asker.origin || isNamed(server.realm)
            || server.realm.origin.scheme == .https && asker.origin.scheme == .https && asker.isVerified
    }

    private func isNamed(_ realm: HTTPLocation) -> Bool {
        // A setting that is no address is none that a registry could name.
        trustedRealm.flatMap { try? HTTPLocation(parsing: $0) }?.origin == realm.origin
    }
}
