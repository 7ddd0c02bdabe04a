import OCI
import Testing

@Suite("image references")
struct ImageReferenceTests {
    private static let digest = "sha256:" + String(repeating: "ab", count: 32)

    @Test(
        "what a user leaves out is filled in, and left out again when shown",
        arguments: [
            ("busybox", "docker.io/library/busybox:latest", "busybox:latest"),
            ("busybox:1.36", "docker.io/library/busybox:1.36", "busybox:1.36"),
            ("user/app", "docker.io/user/app:latest", "user/app:latest"),
            ("docker.io/busybox", "docker.io/library/busybox:latest", "busybox:latest"),
            ("index.docker.io/library/busybox", "docker.io/library/busybox:latest", "busybox:latest"),
            ("localhost/app", "localhost/app:latest", "localhost/app:latest"),
            ("localhost:5000/app:v1", "localhost:5000/app:v1", "localhost:5000/app:v1"),
            ("quay.io/a/b/c", "quay.io/a/b/c:latest", "quay.io/a/b/c:latest"),
            ("[::1]:5000/app", "[::1]:5000/app:latest", "[::1]:5000/app:latest"),
            ("UPPER/app", "UPPER/app:latest", "UPPER/app:latest"),
            ("a__b-c---d.e", "docker.io/library/a__b-c---d.e:latest", "a__b-c---d.e:latest"),
            ("busybox@\(digest)", "docker.io/library/busybox@\(digest)", "busybox@\(digest)"),
            ("busybox:1@\(digest)", "docker.io/library/busybox:1@\(digest)", "busybox:1@\(digest)"),
        ])
    func normalized(text: String, full: String, familiar: String) throws {
        let reference = try ImageReference(parsing: text)
        #expect(reference.description == full)
        #expect(reference.familiar == familiar)
        #expect(try ImageReference(parsing: full) == reference)
    }

    @Test(
        "what the grammar doesn't allow is refused",
        arguments: [
            "", ":", ":tag", "Busybox", "busy box", "busybox:", "busybox:-x", "busybox:a/b:c d", "/busybox", "a//b",
            "a/", "-a",
            "a-", "a..b", "a___b", "a._b", "../etc", "host.com:port/a", "host..com/a", "a@sha256:12", "a@md5:12",
            "busybox:" + String(repeating: "t", count: 129), String(repeating: "a", count: 256),
            String(repeating: "ab", count: 32), "a\nb", "é",
        ])
    func refused(text: String) {
        #expect(throws: FormatError.self) { try ImageReference(parsing: text) }
    }

    @Test("a message is one line, however hostile the text")
    func message() {
        let error = #expect(throws: FormatError.self) {
            try ImageReference(parsing: "a\u{1b}[2J\n" + String(repeating: "A", count: 999))
        }
        #expect(error.map { $0.description.count < 250 && !$0.description.contains("\u{1b}") } == true)
    }
}

@Suite("digests and platforms")
struct DigestTests {
    @Test("a digest is an algorithm and its number of digits")
    func digests() throws {
        let hex = String(repeating: "0f", count: 32)
        let digest = try Digest(parsing: "sha256:\(hex)")
        #expect(digest == Digest(.sha256, bytes: [UInt8](repeating: 15, count: 32)))
        #expect(digest.hex == hex[...] && digest.short == hex.prefix(12) && digest.algorithm == .sha256)
        #expect(try Digest(parsing: "sha512:\(hex)\(hex)").algorithm == .sha512)
        for bad in [
            "sha256:\(hex)0", "sha256:", hex, "md5:\(hex)", "sha256:\(hex.uppercased())", "sha512:\(hex)",
            "sha256:../\(hex)",
        ] {
            #expect(throws: FormatError.self, "\(bad)") { try Digest(parsing: bad) }
        }
    }

    @Test(
        "a host takes the nearest platform that it can run",
        arguments: [
            ("linux/amd64", "linux/amd64", 0), ("linux/amd64", "linux/arm64", nil),
            ("linux/amd64", "windows/amd64", nil),
            ("linux/amd64", "linux/amd64/v1", 0), ("linux/amd64", "linux/amd64/v3", nil),
            ("linux/arm64", "linux/arm64/v8", 0),
            ("linux/arm/v7", "linux/arm/v6", 1), ("linux/arm/v7", "linux/arm", 0),
            ("linux/arm/v6", "linux/arm/v7", nil),
        ] as [(String, String, Int?)])
    func platforms(host: String, image: String, distance: Int?) throws {
        #expect(try Platform(parsing: host).distance(to: Platform(parsing: image)) == distance)
    }
}
