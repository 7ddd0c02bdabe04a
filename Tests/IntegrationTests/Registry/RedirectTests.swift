import RegistryFixtures
import TestSupport
import Testing

extension IntegrationTests {
    /// A registry that sends its clients to somebody else: a storage service, or a thief.
    @Suite("A registry that leads to another host")
    struct RedirectTests {
        private static let image = ImageArchive(layers: [[.file("file", "content")]])
        private static let secret = "Basic Z29waGVyOmNvcnJlY3QgaG9yc2U="  // gopher:correct horse

        /// What a registry says that lets in nobody without the right header.
        private static func guarded(_ request: Request, by challenge: String) -> Answer? {
            request["authorization"] == nil ? .status(401, ["WWW-Authenticate: \(challenge)"]) : nil
        }

        @Test("gets the layer from there, and no credentials go along", arguments: [301, 302, 303, 307, 308])
        func redirect(status: Int) throws {
            let content = Self.image.registryContent()
            try ScriptedRegistry.serve(content) { storage in
                try ScriptedRegistry.serve(
                    content,
                    script: { request in
                        if let answer = Self.guarded(request, by: "Basic realm=\"x\"") { return answer }
                        guard request.path.contains(Self.image.layers[0]) else { return nil }
                        return .redirect(to: "http://\(storage.host)\(request.target)", status: status)
                    }
                ) { registry in
                    try RegistryUser.with { user in
                        try user.write(credentials: ["auths": [registry.host: ["auth": "Z29waGVyOmNvcnJlY3QgaG9yc2U="]]]
                        )
                        try user.skiff.run("pull", "\(registry.host)/any").succeeded()
                        #expect(registry.requests.contains { $0["authorization"] == Self.secret })
                        #expect(!storage.requests.isEmpty)
                        #expect(storage.requests.allSatisfy { $0["authorization"] == nil })
                    }
                }
            }
        }

        @Test("that wants credentials itself gets none")
        func guardedStorage() throws {
            try ScriptedRegistry.serve(script: { _ in .status(401, ["WWW-Authenticate: Basic realm=\"x\""]) }) {
                thief in
                try ScriptedRegistry.serve(
                    Self.image.registryContent(),
                    script: { request in
                        if let answer = Self.guarded(request, by: "Basic realm=\"x\"") { return answer }
                        return request.path.contains("/blobs/") ? .redirect(to: "http://\(thief.host)/") : nil
                    }
                ) { registry in
                    try RegistryUser.with { user in
                        try user.write(credentials: [
                            "auths": [
                                registry.host: ["auth": "Z29waGVyOmNvcnJlY3QgaG9yc2U="],
                                thief.host: ["auth": "Z29waGVyOmNvcnJlY3QgaG9yc2U="],
                            ]
                        ])
                        try user.expectRefusedPull(of: "\(registry.host)/any", [thief.host, "credentials"])
                        #expect(thief.requests.allSatisfy { $0["authorization"] == nil })
                    }
                }
            }
        }

        @Test("from TLS to plain HTTP is not followed")
        func downgrade() throws {
            try withTemporaryDirectory { directory in
                let authority = try CertificateAuthority(in: directory)
                let content = Self.image.registryContent()
                try ScriptedRegistry.serve(content) { plain in
                    try ScriptedRegistry.serve(
                        content,
                        script: { request in
                            request.path.contains("/blobs/")
                                ? .redirect(to: "http://\(plain.host)\(request.target)") : nil
                        }
                    ) { registry in
                        try EncryptedPort.open(before: registry.port, as: authority.identity()) { port in
                            let host = "localhost:\(port)"
                            let settings: JSON = [host: ["ca": .string(authority.certificate)]]
                            try RegistryUser.with(settings: settings) { user in
                                try user.expectRefusedPull(of: "\(host)/any", ["https", plain.host])
                                #expect(plain.requests.isEmpty)
                            }
                        }
                    }
                }
            }
        }

        @Test("for uploads gets no credentials either")
        func foreignUpload() throws {
            try ScriptedRegistry.serve(script: { _ in .status(201) }) { storage in
                try ScriptedRegistry.serve(script: { request in
                    if let answer = Self.guarded(request, by: "Basic realm=\"x\"") { return answer }
                    guard request.method == "POST" else { return nil }
                    return .status(202, ["Location: http://\(storage.host)/upload?state=1"])
                }) { registry in
                    try RegistryUser.with { user in
                        try user.write(credentials: ["auths": [registry.host: ["auth": "Z29waGVyOmNvcnJlY3QgaG9yc2U="]]]
                        )
                        try user.skiff.load(.busybox)
                        try user.skiff.run("tag", "busybox", "\(registry.host)/busybox").succeeded()
                        // Whether it follows or refuses is its own affair.
                        _ = try user.skiff.run("push", "\(registry.host)/busybox")
                        #expect(
                            registry.requests.contains { $0.method == "POST" && $0["authorization"] == Self.secret })
                        #expect(storage.requests.allSatisfy { $0["authorization"] == nil })
                    }
                }
            }
        }

        @Test("as its token server, named without TLS, is asked for an anonymous token only")
        func foreignRealm() throws {
            try ScriptedRegistry.serve(script: { _ in .status(200, text: #"{"token":"granted"}"#) }) { thief in
                try ScriptedRegistry.serve(
                    Self.image.registryContent(),
                    script: { request in
                        Self.guarded(request, by: "Bearer realm=\"http://\(thief.host)/token\",service=\"x\"")
                    }
                ) { registry in
                    try RegistryUser.with { user in
                        try user.write(credentials: ["auths": [registry.host: ["auth": "Z29waGVyOmNvcnJlY3QgaG9yc2U="]]]
                        )
                        try user.skiff.run("pull", "\(registry.host)/any").succeeded()
                        #expect(!thief.requests.isEmpty)
                        #expect(
                            thief.requests.allSatisfy { $0["authorization"] == nil && !$0.target.contains("gopher") })
                    }
                }
            }
        }

        @Test(
            "as its token server is refused when nobody could trust it",
            arguments: [
                "file:///etc/passwd", "ftp://127.0.0.1/token", "http://registry.example/token", "", "//x", "http://",
            ])
        func impossibleRealm(realm: String) throws {
            try ScriptedRegistry.serve(script: { _ in .status(401, ["WWW-Authenticate: Bearer realm=\"\(realm)\""]) }) {
                registry in
                try RegistryUser.with { user in
                    try user.expectRefusedPull(of: "\(registry.host)/any", ["token server"])
                }
            }
        }

        @Test("by TLS that it isn't the owner of the name of is refused, and gets no credentials")
        func wrongName() throws {
            try withTemporaryDirectory { directory in
                let authority = try CertificateAuthority(in: directory)
                let identity = try authority.identity("other", names: "DNS:registry.example")
                try ScriptedRegistry.serve(Self.image.registryContent()) { registry in
                    try EncryptedPort.open(before: registry.port, as: identity) { port in
                        let host = "localhost:\(port)"
                        try RegistryUser.with(settings: [host: ["ca": .string(authority.certificate)]]) { user in
                            try user.write(credentials: ["auths": [host: ["auth": "Z29waGVyOmNvcnJlY3QgaG9yc2U="]]])
                            try user.expectRefusedPull(of: "\(host)/any", ["certificate"])
                            #expect(registry.requests.isEmpty)
                        }
                    }
                }
            }
        }
    }
}
