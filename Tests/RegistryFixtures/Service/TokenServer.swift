import Crypto
import FoundationEssentials
import Glibc
import LinuxSystem
import TestSupport

/// The authorization server of the distribution project's token specification:
/// it knows `Account`, lets everybody else read, and signs what it grants.
public struct TokenServer: Sendable {
    /// Where clients ask for tokens.
    public let realm: String
    /// Whose signatures the registry is to trust: the path of a PEM file.
    let certificate: String
    private let server: ScriptedRegistry

    static let service = "the registry of a test"
    static let issuer = "the issuer of a test"

    /// What was asked so far.
    public var requests: [Request] { server.requests }

    /// Runs the body with a server that signs as this; it is gone afterwards.
    public static func serve<Value>(
        signingAs identity: CertificateAuthority.Identity, _ body: (TokenServer) throws -> Value
    ) throws -> Value {
        let pem = try HostFile.text(identity.certificate)
        let signer = TokenSigner(
            key: try P256.Signing.PrivateKey(pemRepresentation: HostFile.text(identity.key)),
            certificate: pem.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined())
        return try ScriptedRegistry.serve(script: { signer.answer(to: $0) }) { server in
            try body(
                TokenServer(realm: "http://\(server.host)/token", certificate: identity.certificate, server: server))
        }
    }
}

/// Grants and signs.
private struct TokenSigner: Sendable {
    let key: P256.Signing.PrivateKey
    /// DER in base64, as `x5c` wants it (RFC 7515, section 4.1.6).
    let certificate: String

    private static let refreshToken = "a refresh token"

    func answer(to request: Request) -> Answer {
        let isKnown: Bool
        if let header = request["authorization"] {
            isKnown = header == "Basic " + Data("\(Account.name):\(Account.password)".utf8).base64EncodedString()
            guard isKnown else { return .error(401, "UNAUTHORIZED", "wrong name or password") }
        } else if request.method == "POST" {
            isKnown =
                request.values(of: "refresh_token") == [Self.refreshToken]
                || request.values(of: "password") == [Account.password]
            guard isKnown else { return .error(401, "UNAUTHORIZED", "unknown token") }
        } else {
            isKnown = false
        }
        do {
            let scopes = request.values(of: "scope").flatMap { $0.split(separator: " ") }
            let token = try token(for: scopes.compactMap { access(to: $0, isKnown) }, isKnown)
            let answer: JSON = [
                "token": .string(token), "access_token": .string(token), "expires_in": 300,
                "refresh_token": .string(Self.refreshToken),
            ]
            return .status(200, ["Content-Type: application/json"], text: try answer.text)
        } catch {
            return .status(500, text: "\(error)")
        }
    }

    /// `repository:NAME:ACTION,…`; who is not known may only pull.
    private func access(to scope: Substring, _ isKnown: Bool) -> JSON? {
        let parts = scope.split(separator: ":")
        guard parts.count == 3 else { return nil }
        let actions = parts[2].split(separator: ",").filter { isKnown || $0 == "pull" }
        return [
            "type": .string(String(parts[0])), "name": .string(String(parts[1])),
            "actions": .array(actions.map { .string(String($0)) }),
        ]
    }

    /// A JSON Web Token (RFC 7519) signed with ES256.
    private func token(for access: [JSON], _ isKnown: Bool) throws -> String {
        let now = Int64(time(nil))
        let header: JSON = ["typ": "JWT", "alg": "ES256", "x5c": [.string(certificate)]]
        let claims: JSON = [
            "iss": .string(TokenServer.issuer), "aud": .string(TokenServer.service),
            "sub": .string(isKnown ? Account.name : ""), "iat": .number(now), "nbf": .number(now - 10),
            "exp": .number(now + 300), "jti": "any", "access": .array(access),
        ]
        let signed = try Self.base64URL(Data(header.text.utf8)) + "." + Self.base64URL(Data(claims.text.utf8))
        let signature = try key.signature(for: Data(signed.utf8))
        return signed + "." + Self.base64URL(signature.rawRepresentation)
    }

    /// RFC 4648, section 5, without padding.
    private static func base64URL(_ data: Data) -> String {
        String(
            data.base64EncodedString().compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }
}
