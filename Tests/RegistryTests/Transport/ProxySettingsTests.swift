import Testing

@testable import Registry

@Suite("Proxies")
struct ProxySettingsTests {
    private func proxy(for address: String, _ environment: [String: String]) throws -> String? {
        let settings = try ProxySettings(environment: { environment[$0] })
        return try settings.proxy(for: HTTPLocation(parsing: address).origin)?.description
    }

    @Test("are chosen by the scheme, in capitals or not")
    func scheme() throws {
        let environment = ["HTTPS_PROXY": "http://secure:3128", "http_proxy": "plain:8080"]
        #expect(try proxy(for: "https://registry.example", environment) == "http://secure:3128")
        #expect(try proxy(for: "http://registry.example", environment) == "http://plain:8080")
        #expect(try proxy(for: "http://127.0.0.1:5000", environment) == nil)
    }

    @Test(
        "are left out for what NO_PROXY names",
        arguments: [
            ("registry.example", true), (".example", true), ("example", true), ("*.example", true), ("*", true),
            ("registry.example:443", true), ("registry.example:5000", false), ("gistry.example", false),
            ("other.example, registry.example", true), ("", false),
        ])
    func direct(pattern: String, isDirect: Bool) throws {
        let environment = ["HTTPS_PROXY": "proxy:1", "NO_PROXY": pattern]
        #expect((try proxy(for: "https://registry.example", environment) == nil) == isDirect)
    }

    @Test("that can't be spoken to are refused", arguments: ["socks5://proxy:1080", "https://proxy", "http://a b"])
    func refused(text: String) {
        #expect(throws: RegistryError.self) { try ProxySettings(environment: { $0 == "HTTP_PROXY" ? text : nil }) }
    }
}
