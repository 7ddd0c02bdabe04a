import Testing

@testable import Registry

@Suite("A registry that names a token server")
struct AuthenticatorTests {
    private func authenticator(realm: String? = nil) throws -> Authenticator {
        let transport = Transport(RegistryConfiguration(), proxies: ProxySettings())
        return Authenticator("registry.example", trustedRealm: realm, transport: transport) {
            () throws(RegistryError) in
            nil
        }
    }

    private func asker(_ address: String, isVerified: Bool = true) throws -> Authenticator.Asker {
        try .init(origin: HTTPLocation(parsing: address).origin, isVerified: isVerified)
    }

    private func challenge(_ realm: String) -> Challenge {
        Challenge.parse("Bearer realm=\"\(realm)\"")[0]
    }

    @Test(
        "has the credentials shown to it under this rule and no other",
        arguments: [
            // registry, verified, token server, trusted
            ("https://registry.example", true, "https://registry.example/token", true),
            ("https://registry.example", true, "https://auth.other.example/token", true),
            ("https://registry.example", false, "https://auth.other.example/token", false),
            ("https://registry.example", false, "https://registry.example/token", true),
            ("http://lab:5000", false, "http://lab:5000/token", true),
            ("http://lab:5000", false, "http://lab:5001/token", false),
            ("http://lab:5000", false, "https://auth.other.example/token", false),
            ("http://127.0.0.1:5000", false, "http://127.0.0.1:5001/token", false),
        ])
    func trust(registry: String, isVerified: Bool, realm: String, isTrusted: Bool) throws {
        let authenticator = try authenticator()
        let asker = try asker(registry, isVerified: isVerified)
        let server = try authenticator.tokenServer(challenge(realm), asker)
        #expect(authenticator.isTrusted(server, asker) == isTrusted)
    }

    @Test("has them shown to the one that the user names")
    func named() throws {
        let authenticator = try authenticator(realm: "http://127.0.0.1:5001/token")
        let asker = try asker("http://127.0.0.1:5000", isVerified: false)
        let server = try authenticator.tokenServer(challenge("http://127.0.0.1:5001/token"), asker)
        #expect(authenticator.isTrusted(server, asker))
        let other = try authenticator.tokenServer(challenge("http://127.0.0.1:5002/token"), asker)
        #expect(!authenticator.isTrusted(other, asker))
    }

    @Test(
        "leads to nobody without TLS, nor to anything but HTTP",
        arguments: [
            ("https://registry.example", "http://registry.example/token"),
            ("https://registry.example", "http://127.0.0.1/token"),
            ("http://lab:5000", "http://other:5000/token"),
            ("http://lab:5000", "http://127.0.0.1/token"),
            ("https://registry.example", "file:///etc/passwd"),
            ("https://registry.example", "https://user:password@auth.example/"),
            ("https://registry.example", "gopher://auth.example/"),
        ])
    func refused(registry: String, realm: String) throws {
        let authenticator = try authenticator()
        let asker = try asker(registry)
        #expect(throws: RegistryError.self) { try authenticator.tokenServer(challenge(realm), asker) }
    }
}
