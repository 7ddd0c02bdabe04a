import RegistryFixtures
import TestSupport
import Testing

extension IntegrationTests {
    /// The registries themselves, as clients other than ours see them.
    @Suite("The registries that tests use")
    struct RegistryFixtureTests {
        private func curl(_ words: String...) throws -> ProgramResult {
            try Program("/usr/bin/curl", ["-sS", "--max-time", "10"] + words).run()
        }

        @Test("docker-registry takes an image over plain HTTP and gives it back")
        func plain() throws {
            try RealRegistry.serve { registry in
                try Skopeo.push(.busybox, to: registry)
                #expect(try Skopeo.inspect("\(registry.host)/busybox")["RepoTags"].strings == ["latest"])
                let requests = try registry.requests()
                #expect(requests.contains { $0.method == "PUT" && $0.status == 201 })
            }
        }

        @Test("docker-registry with TLS lets in only who knows the password")
        func account() throws {
            try withTemporaryDirectory { directory in
                let authority = try CertificateAuthority(in: directory)
                let options = RealRegistry.Options(identity: try authority.identity(), access: .account)
                try RealRegistry.serve(options) { registry in
                    let url = "https://\(registry.host)/v2/"
                    let untrusting = try curl(url)
                    #expect(untrusting.errorText.contains("certificate"))
                    let trusting = ["--cacert", authority.certificate, "-w", "%{http_code}", "-o", "/dev/null", url]
                    let codes = try [[], ["-u", "gopher:wrong"], ["-u", "\(Account.name):\(Account.password)"]].map {
                        try Program("/usr/bin/curl", ["-sS"] + $0 + trusting).run().text
                    }
                    #expect(codes == ["401", "401", "200"])
                }
            }
        }

        @Test("docker-registry trusts the tokens of the token server, and grants what they grant")
        func tokens() throws {
            try withTemporaryDirectory { directory in
                let identity = try CertificateAuthority(in: directory).identity()
                try TokenServer.serve(signingAs: identity) { server in
                    try RealRegistry.serve(.init(access: .tokens(server))) { registry in
                        let account = ["--dest-creds", "\(Account.name):\(Account.password)"]
                        try Skopeo.push(.busybox, to: registry, account)
                        #expect(try Skopeo.inspect("\(registry.host)/busybox")["Os"].string == "linux")
                        let other = ["docker://\(registry.host)/busybox", "docker://\(registry.host)/other"]
                        let flags = ["--src-tls-verify=false", "--dest-tls-verify=false"]
                        #expect(try Skopeo.run(["copy"] + flags + other).errorText.contains("denied"))
                        #expect(!server.requests.isEmpty)
                    }
                }
            }
        }

        @Test("docker-registry mirrors another registry")
        func mirror() throws {
            try RealRegistry.serve { origin in
                try Skopeo.push(.busybox, to: origin)
                try RealRegistry.serve(.init(origin: "http://\(origin.host)")) { mirror in
                    let image = try Skopeo.inspect("\(mirror.host)/busybox")
                    #expect(image["Os"].string == "linux")
                }
            }
        }

        @Test("the scripted server answers as a registry does, from an offset too, and tells what was asked")
        func content() throws {
            var content = RegistryContent()
            let digest = content.add(blob: Array("0123456789".utf8))
            try ScriptedRegistry.serve(content) { registry in
                let url = "http://\(registry.host)/v2/any/name/blobs/\(digest)"
                let whole = try curl(url)
                #expect(whole.text == "0123456789")
                #expect(try curl("-H", "Range: bytes=4-", "-H", "X-Own: 1", url).text == "456789")
                #expect(try curl("-I", url).text.contains("Content-Length: 10"))
                #expect(registry.requests.map(\.method) == ["GET", "GET", "HEAD"])
                #expect(registry.requests[1]["x-own"] == "1")
                #expect(registry.requests[1].attempt == 1)
            }
        }

        @Test("the scripted server drips, falls silent, resets, and ends with all of it under way")
        func script() throws {
            let head = Answer.raw(200, ["Content-Length: 100"])
            let steps: [String: [Answer.Step]] = [
                "/drip": [.drip(Array("abc".utf8), every: .milliseconds(20)), .end],
                "/silence": [.bytes([65]), .silence], "/reset": [.bytes([65]), .reset],
                "/endless": [.endless([UInt8](repeating: 65, count: 4096))],
            ]
            try ScriptedRegistry.serve(script: { request in
                steps[request.path].map { Answer(head.steps + $0) }
            }) { registry in
                let url = "http://\(registry.host)"
                #expect(try curl("\(url)/drip").text == "abc")
                #expect(try curl("\(url)/reset").exitCode == 56)
                #expect(try curl("-m", "1", "\(url)/silence").text == "A")
                #expect(try curl("\(url)/endless").output.count == 100)
                let left = try Program("/usr/bin/curl", ["-sS", "\(url)/silence"]).start()
                #expect(try eventually { registry.requests.count == 5 }, "\(left.pid)")
            }
        }

        @Test("the scripted server speaks TLS behind socat")
        func encrypted() throws {
            try withTemporaryDirectory { directory in
                let authority = try CertificateAuthority(in: directory)
                try ScriptedRegistry.serve { registry in
                    try EncryptedPort.open(before: registry.port, as: authority.identity()) { port in
                        let url = "https://localhost:\(port)/v2/"
                        let answer = try curl("--cacert", authority.certificate, url)
                        #expect(answer.text == "{}")
                    }
                }
            }
        }
    }
}
