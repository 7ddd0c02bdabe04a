import Testing

@testable import Registry

@Suite("Addresses of registries")
struct HTTPLocationTests {
    @Test(
        "are read and written in one form",
        arguments: [
            ("https://registry.example", "https://registry.example/"),
            ("HTTPS://Registry.Example:443/v2/", "https://registry.example/v2/"),
            ("http://lab:5000/a?b=c#d", "http://lab:5000/a?b=c"),
            ("http://[::1]:5000/v2/", "http://[::1]:5000/v2/"),
            ("https://registry.example?x=y", "https://registry.example/?x=y"),
        ])
    func parsing(text: String, shown: String) throws {
        #expect(try HTTPLocation(parsing: text).description == shown)
    }

    @Test(
        "that could mean something else are refused",
        arguments: [
            "file:///etc/passwd", "ftp://registry.example/", "registry.example", "https://", "https://user:pw@host/",
            "https://host:99999/", "https://host:/", "https://host/a b", "https://host/a\r\nX: y", "https://ho st/",
            "https://[::1/", "javascript:alert(1)", "https://host/\u{e4}",
        ])
    func refused(text: String) {
        #expect(throws: (any Error).self) { try HTTPLocation(parsing: text) }
    }

    @Test(
        "are resolved as RFC 3986 has it",
        arguments: [
            ("/v2/x?y=z", "https://host:5000/v2/x?y=z"),
            ("next", "https://host:5000/v2/a/next"),
            ("?page=2", "https://host:5000/v2/a/b?page=2"),
            ("//other/x", "https://other/x"),
            ("http://other:80/x", "http://other/x"),
        ])
    func resolving(reference: String, result: String) throws {
        let base = try HTTPLocation(parsing: "https://host:5000/v2/a/b?q=1")
        #expect(try base.resolving(reference).description == result)
    }

    @Test("get parameters that cannot break out of them")
    func parameters() throws {
        let location = try HTTPLocation(parsing: "https://host/u?_state=1")
        #expect(location.adding("digest", "sha256:a&b=c d").target == "/u?_state=1&digest=sha256%3Aa%26b%3Dc%20d")
    }

    @Test(
        "are on this machine only if nobody else can answer",
        arguments: [
            ("http://localhost:5000", true), ("http://127.0.0.1", true), ("http://127.1.2.3", true),
            ("http://[::1]", true), ("http://127.evil.example", false), ("http://localhost.example", false),
            ("http://128.0.0.1", false), ("http://127.0.0.1.example", false),
        ])
    func loopback(text: String, isLoopback: Bool) throws {
        #expect(try HTTPLocation(parsing: text).origin.isLoopback == isLoopback)
    }
}
