import JSON
import NIOCore
import NIOHTTP1
import OCI

/// Where a registry sends its clients for a token (distribution, "Token
/// Authentication Specification" and "OAuth2").
struct TokenServer: Hashable, Sendable {
    let realm: HTTPLocation
    let service: String?

    /// A token, and how long it is good.
    struct Token: Sendable {
        let value: String
        let expiry: NIODeadline
        /// Gets other tokens with, if it was asked for and is given.
        let refreshToken: String?

        /// A token that runs out on the way is of no use.
        var isFresh: Bool { NIODeadline.now() + .seconds(5) < expiry }
    }

    /// Gets a token.
    /// - Parameters:
    ///   - scopes: `repository:NAME:pull,push`; none to see only whether the credentials are good.
    ///   - credentials: without them, a token for anybody.
    ///   - isLasting: a token for later is wanted, too.
    func token(
        scopes: [String], _ credentials: Credentials?, isLasting: Bool = false, by transport: Transport
    ) throws(RegistryError) -> Token {
        let request =
            if case .identityToken(let token) = credentials {
                refreshRequest(scopes, token)
            } else {
                tokenRequest(scopes, credentials, isLasting)
            }
        let (head, bytes) = try answer(to: request, by: transport)
        guard head.status == .ok else { throw refusal(head.status, bytes) }
        do {
            return try Token(jsonText: bytes)
        } catch {
            throw .invalid("the token server \(realm.origin) gives no token: \(error)")
        }
    }

    private func tokenRequest(_ scopes: [String], _ credentials: Credentials?, _ isLasting: Bool) -> HTTPRequest {
        var location = realm
        if let service { location = location.adding("service", service) }
        for scope in scopes { location = location.adding("scope", scope) }
        if isLasting { location = location.adding("offline_token", "true").adding("client_id", "skiff") }
        var request = HTTPRequest(location: location)
        if case .password(let user, let password) = credentials {
            request.location = request.location.adding("account", user)
            request.headers.add(name: "Authorization", value: Credentials.basic(user: user, password: password))
        }
        return request
    }

    private func refreshRequest(_ scopes: [String], _ token: String) -> HTTPRequest {
        var fields = [("grant_type", "refresh_token"), ("client_id", "skiff"), ("refresh_token", token)]
        if let service { fields.append(("service", service)) }
        if !scopes.isEmpty { fields.append(("scope", scopes.joined(separator: " "))) }
        let form = fields.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
        return HTTPRequest(
            method: .POST, location: realm, headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: .bytes(Array(form.utf8)))
    }

    /// Redirects are not followed: nobody but the realm gets the credentials.
    private func answer(to request: HTTPRequest, by transport: Transport) throws(RegistryError) -> (
        head: HTTPResponseHead, bytes: [UInt8]
    ) {
        var retry = RetryPolicy(transport.limits)
        while true {
            do {
                let exchange = try transport.send(request)
                let head = try exchange.head()
                let bytes = try exchange.body(limit: 1 << 20)
                let asked = RetryPolicy.askedPause(head.headers)
                if RetryPolicy.mayHelp(after: head.status), retry.pause(asked: asked) { continue }
                return (head, bytes)
            } catch {
                if error.cause == .lost, retry.pause() { continue }
                throw error.registryError.about("the token server \(realm.origin)")
            }
        }
    }

    private func refusal(_ status: HTTPResponseStatus, _ bytes: [UInt8]) -> RegistryError {
        let reason = ErrorAnswer(bytes).map { ": \($0)" } ?? ""
        let text = "the token server \(realm.origin) refuses with status \(status.code)\(reason)"
        return [400, 401, 403].contains(status.code) ? .denied(text) : .unavailable(text)
    }
}

extension TokenServer.Token: JSONReadable {
    init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        let accessToken: String? = try object.optional("access_token")
        guard let token = try object.optional("token") ?? accessToken, !token.isEmpty else {
            throw JSONError(place: "token", reason: "is required")
        }
        guard token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw JSONError(place: "token", reason: "has characters that no header can hold")
        }
        // The specification's own default, and a bound that no clock overflows.
        let seconds: Int64 = min(max(try object.optional("expires_in") ?? 60, 0), 86_400)
        self.init(
            value: token, expiry: .now() + .seconds(seconds), refreshToken: try object.optional("refresh_token"))
    }
}
