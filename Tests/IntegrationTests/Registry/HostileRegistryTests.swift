import RegistryFixtures
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("A hostile registry")
    struct HostileRegistryTests {
        private static let json = "Content-Type: application/vnd.oci.image.manifest.v1+json"
        private static let megabyte = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)

        /// Who sends what it should not.
        static let contents = [
            HostileRegistry("sends a layer of another content", ["damaged"], about: .layer) { _, bytes in
                .status(200, body: bytes.map { $0 ^ 1 })
            },
            HostileRegistry("announces another length for a layer", ["bytes"], about: .layer) { _, bytes in
                .status(200, body: bytes + bytes)
            },
            HostileRegistry("sends noise without an end for a layer", ["layer"], about: .layer) { _, _ in
                .raw(200, [], [.endless(megabyte)])
            },
            HostileRegistry("sends a configuration of another content", ["digest"], about: .configuration) { _, bytes in
                .status(200, body: bytes.map { $0 ^ 1 })
            },
            HostileRegistry("sends a configuration without an end", ["longer"], about: .configuration) { _, _ in
                .raw(200, [], [.endless(megabyte)])
            },
            HostileRegistry("sends a manifest without an end", ["longer than 4"], about: .manifest) { _, _ in
                .raw(200, [json], [.endless(megabyte)])
            },
            HostileRegistry("sends a manifest of 100 MB", ["longer than 4"], about: .manifest) { _, _ in
                .raw(200, [json, "Content-Length: \(100 << 20)"], [.times(100, megabyte)])
            },
            HostileRegistry("sends a manifest under another's digest", ["digest"], about: .manifest) { _, bytes in
                .status(200, [json, "Docker-Content-Digest: \(RegistryContent.digest(of: [0]))"], body: bytes)
            },
            HostileRegistry("answers with a page for people", ["manifest"], about: .manifest) { _, _ in
                .status(200, ["Content-Type: text/html"], text: "<html><body>Welcome!</body></html>")
            },
        ]

        /// Manifests that are none, or are none for us.
        static let manifests = [
            HostileRegistry("nests JSON a million deep", ["not valid"], about: .manifest) { _, _ in
                HostileRegistry.manifest([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000))
            },
            HostileRegistry("nests objects of JSON", ["not valid"], about: .manifest) { _, _ in
                HostileRegistry.manifest(Array(String(repeating: #"{"a":"#, count: 100_000).utf8))
            },
            HostileRegistry("has an index that refers to itself", ["digest"], about: .everything) { request, _ in
                guard request.path.contains("/manifests/") else { return nil }
                let own = #"{"mediaType":"application/vnd.oci.image.index.v1+json","digest":"sha256:"#
                let digest = String(repeating: "0", count: 64)
                return HostileRegistry.manifest(
                    Array(#"{"schemaVersion":2,"manifests":[\#(own)\#(digest)","size":200}]}"#.utf8),
                    type: "application/vnd.oci.image.index.v1+json")
            },
            HostileRegistry("has an index of nothing", ["no image for"], about: .manifest) { _, _ in
                HostileRegistry.manifest(
                    Array(#"{"schemaVersion":2,"manifests":[]}"#.utf8), type: "application/vnd.oci.image.index.v1+json")
            },
            HostileRegistry("has a manifest of an unknown type", ["type", "cooking.recipe"], about: .manifest) {
                _, bytes in
                HostileRegistry.manifest(
                    Array(#"{"schemaVersion":2}"#.utf8), type: "application/vnd.cooking.recipe+json")
            },
            HostileRegistry("has a layer of an unknown type", ["type", "layer.v1.rar"], about: .manifest) { _, _ in
                HostileRegistry.manifest { $0.replacing("layer.v1.tar", with: "layer.v1.rar") }
            },
            HostileRegistry("has a configuration of an unknown type", ["recipe"], about: .manifest) { _, _ in
                HostileRegistry.manifest { $0.replacing("config.v1+json", with: "recipe.v1+json") }
            },
            HostileRegistry("has a layer of negative size", ["size"], about: .manifest) { _, _ in
                HostileRegistry.manifest { $0.replacing("\"size\":", with: "\"size\":-") }
            },
            HostileRegistry("has a layer of eight exabytes", ["9223372036854775807"], about: .manifest) { _, _ in
                HostileRegistry.manifest {
                    $0.replacing(#/("layers":.*"size":)\d+/#) { "\($0.output.1)9223372036854775807" }
                }
            },
            HostileRegistry("has a digest that climbs out of the store", ["digest"], about: .manifest) { _, _ in
                HostileRegistry.manifest { $0.replacing(#/sha256:[0-9a-f]{8}/#, with: "sha256:../../..") }
            },
            HostileRegistry("has a layer that is kept elsewhere", ["other hosts"], about: .manifest) { _, _ in
                HostileRegistry.manifest {
                    $0.replacing("layer.v1.tar\",", with: "layer.v1.tar\",\"urls\":[\"http://127.0.0.1:1/layer\"],")
                }
            },
            HostileRegistry("has fewer layers than its configuration", ["layers"], about: .manifest) { _, _ in
                HostileRegistry.manifest { $0.replacing(#/"layers":\[.*\]/#, with: "\"layers\":[]") }
            },
        ]

        /// Who does not speak as it should.
        static let protocols = [
            HostileRegistry("speaks no HTTP", ["HTTP"], about: .manifest) { _, _ in
                Answer([.bytes(Array("220 smtp.example ESMTP\r\n".utf8)), .end])
            },
            HostileRegistry("hangs up at once, always", ["connection"], about: .manifest) { _, _ in Answer([.end]) },
            HostileRegistry("resets every connection", ["connection"], about: .manifest) { _, _ in Answer([.reset]) },
            HostileRegistry("sends a header of 1 MB", ["header"], about: .manifest) { _, bytes in
                .status(200, [json, "X-Long: \(String(decoding: megabyte, as: UTF8.self))"], body: bytes)
            },
            HostileRegistry("sends a header without an end", ["header"], about: .manifest) { _, _ in
                .raw(200, [json], [.endless(Array("X-More: and more of it\r\n".utf8))]).withoutHeaderEnd
            },
            HostileRegistry("sends garbage for chunks", ["HTTP"], about: .manifest) { _, _ in
                .raw(200, [json, "Transfer-Encoding: chunked"], [.bytes(Array("zz\r\nnothing\r\n".utf8)), .end])
            },
            HostileRegistry("sends a chunk of sixteen exabytes", ["HTTP"], about: .manifest) { _, _ in
                .raw(200, [json, "Transfer-Encoding: chunked"], [.bytes(Array("fffffffffffffffff\r\nx".utf8)), .end])
            },
            HostileRegistry("asks for credentials for ever", ["denied"], about: .everything) { request, _ in
                if request.path == "/token" { return .status(200, text: #"{"token":"any"}"#) }
                let realm = "http://\(request["host"] ?? "")/token"
                return .error(401, "UNAUTHORIZED", "more", ["WWW-Authenticate: Bearer realm=\"\(realm)\""])
            },
            HostileRegistry("asks for a token that is never given", ["token server"], about: .everything) {
                request, _ in
                if request.path == "/token" { return .status(200, text: "{}") }
                let realm = "http://\(request["host"] ?? "")/token"
                return .status(401, ["WWW-Authenticate: Bearer realm=\"\(realm)\""])
            },
            HostileRegistry("gives a token without an end", ["token server"], about: .everything) { request, _ in
                if request.path == "/token" { return .raw(200, [], [.endless(megabyte)]) }
                let realm = "http://\(request["host"] ?? "")/token"
                return .status(401, ["WWW-Authenticate: Bearer realm=\"\(realm)\""])
            },
            HostileRegistry("asks for credentials in 70 kB", ["authentication"], about: .everything) { _, _ in
                let noise = String(repeating: "a=\"\\\"b\", ", count: 8000)
                return .status(401, ["WWW-Authenticate: Digest \(noise) nonce=\"1\""])
            },
            HostileRegistry("asks for an authentication of its own making", ["magic"], about: .everything) {
                _, _ in .status(401, ["WWW-Authenticate: Magic realm=\"x\""])
            },
            HostileRegistry("steers the terminal by a header", ["HTTP"], about: .everything) { _, _ in
                .status(401, ["WWW-Authenticate: \u{1b}[31mBasic realm=\"x\""])
            },
            HostileRegistry("steers the terminal by its messages", ["denied"], about: .manifest) { _, _ in
                .error(403, "DENIED\\u001b[2J", "see \\u001b]0;owned\\u0007\\u202e\\r\\nroot# \\u009b31m")
            },
            HostileRegistry("has a message of 10 MB", ["503"], about: .manifest) { _, _ in
                .status(503, text: #"{"errors":[{"message":"\#(String(repeating: "x", count: 10 << 20))"}]}"#)
            },
            HostileRegistry("fails for ever", ["500"], about: .manifest) { _, _ in .status(500) },
            HostileRegistry("answers with a status of its own making", ["299"], about: .manifest) { _, _ in
                .raw(299, ["Content-Length: 0"])
            },
            HostileRegistry("redirects in a circle", ["redirects"], about: .manifest) { request, _ in
                .redirect(to: request.target)
            },
            HostileRegistry("redirects nowhere", ["Location"], about: .layer) { _, _ in .status(307) },
            HostileRegistry("redirects to a file", ["file"], about: .layer) { _, _ in
                .redirect(to: "file:///etc/passwd")
            },
            HostileRegistry("redirects to FTP", ["ftp"], about: .layer) { _, _ in .redirect(to: "ftp://127.0.0.1/layer")
            },
        ]

        @Test("that sends wrong contents is refused", arguments: contents)
        func content(registry: HostileRegistry) throws { try expectRefusal(of: registry) }

        @Test("that has a wrong manifest is refused", arguments: manifests)
        func manifest(registry: HostileRegistry) throws { try expectRefusal(of: registry) }

        @Test("that speaks as it should not is refused", arguments: protocols)
        func conversation(registry: HostileRegistry) throws { try expectRefusal(of: registry) }

        private func expectRefusal(of hostile: HostileRegistry) throws {
            try hostile.serve { registry in
                try RegistryUser.with { user in
                    let name = "\(registry.host)/hostile"
                    try user.expectRefusedPull(of: name, [name] + hostile.fragments)
                }
            }
        }
    }
}

extension Answer {
    /// The same without the empty line that ends its header.
    fileprivate var withoutHeaderEnd: Answer {
        guard case .bytes(let bytes) = steps.first else { return self }
        return Answer([.bytes(bytes.dropLast(2))] + steps.dropFirst())
    }
}
