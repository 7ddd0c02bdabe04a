import Testing

@testable import Registry

@Suite("Challenges")
struct ChallengeTests {
    @Test(
        "are taken apart",
        arguments: [
            (
                #"Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push""#,
                "bearer",
                [
                    "realm": "https://auth.example/token", "service": "registry.example",
                    "scope": "repository:a/b:pull,push",
                ]
            ),
            (#"Basic realm="a \"quoted\" \\ realm""#, "basic", ["realm": #"a "quoted" \ realm"#]),
            (#"BASIC Realm = token , charset="UTF-8""#, "basic", ["realm": "token", "charset": "UTF-8"]),
            (#"Negotiate"#, "negotiate", [:]),
            (#"Basic realm="without an end"#, "basic", [:]),
        ] as [(String, String, [String: String])])
    func one(field: String, scheme: String, parameters: [String: String]) throws {
        let challenge = try #require(Challenge.parse(field).first)
        #expect(challenge.scheme == scheme)
        #expect(challenge.parameters == parameters)
    }

    @Test("may be several in one field")
    func several() {
        let challenges = Challenge.parse(#"Basic realm="a, Bearer b=c", Bearer realm="x", , Digest nonce=1"#)
        #expect(challenges.map(\.scheme) == ["basic", "bearer", "digest"])
        #expect(challenges.first?.parameters == ["realm": "a, Bearer b=c"])
        #expect(challenges.last?.parameters == ["nonce": "1"])
    }

    @Test("that are none are none", arguments: ["", ",,,", "=", "\"x\"", "\u{1b}[31m"])
    func none(field: String) {
        #expect(Challenge.parse(field).isEmpty)
    }
}

@Suite("Base 64")
struct Base64Tests {
    @Test(
        "follows RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"), ("\u{ff}\u{fe}", "w7/Dvg=="),
        ])
    func vectors(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test("refuses what it isn't", arguments: ["Zg=a", "Z g", "Zm9v\n", "-_"])
    func refused(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
