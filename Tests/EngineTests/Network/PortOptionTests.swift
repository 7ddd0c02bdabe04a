import Engine
import Networks
import Testing

@Suite("Published ports as they are asked for")
struct PortOptionTests {
    @Test(
        "Docker's grammar",
        arguments: [
            ("80", ["80/tcp"]), ("8080:80", ["8080:80/tcp"]), ("8080:80/udp", ["8080:80/udp"]),
            ("127.0.0.1:8080:80", ["127.0.0.1:8080:80/tcp"]), ("127.0.0.1::80/SCTP", ["127.0.0.1::80/sctp"]),
            ("[::1]:8080:80", ["[::1]:8080:80/tcp"]), ("::1:8080:80", ["[::1]:8080:80/tcp"]),
            (":8080:80", ["8080:80/tcp"]), (":80", ["80/tcp"]), ("80-82", ["80/tcp", "81/tcp", "82/tcp"]),
            ("8000-8001:80-81", ["8000:80/tcp", "8001:81/tcp"]), ("8000-8010:80", ["8000-8010:80/tcp"]),
            ("65535:65535", ["65535:65535/tcp"]),
            ("target=80,published=8080,protocol=udp", ["8080:80/udp"]), ("target=80", ["80/tcp"]),
        ])
    func reads(text: String, expected: [String]) throws {
        #expect(try PortOption.all(parsing: text).map(\.text) == expected)
    }

    @Test(
        "what makes no sense is refused with the part that doesn't",
        arguments: [
            ("0", "\"0\" is no port"), ("70000:80", "\"70000\" is no port"), ("80:", "\"\" is no port"),
            ("+80", "\"+80\" is no port"), ("８０", "\"８０\" is no port"), ("-1:80", "\"\" is no port"),
            ("", "\"\" is no port"), ("80/icmp", "\"icmp\""), ("5-3:80", "ends before it begins"),
            ("1-3:1-2", "the ranges 1-3 and 1-2 have 3 and 2 ports"), ("1-2-3", "no range"),
            ("web:8080:80", "\"web\" is no address"), ("[::1]:80", "is no port: write"), ("[::1:80:80", "ends with ]:"),
            ("1.2.3:8080:80", "\"1.2.3\" is no address"), ("target=80,mode=ingress", "the only mode is host"),
            ("published=80", "target=PORT is missing"), ("target=80,ip=1", "unknown field ip"),
        ])
    func refuses(text: String, reason: String) {
        let error = #expect(throws: InvalidOption.self) { try PortOption.all(parsing: text) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test("a range of any length is read without an overflow")
    func longRanges() throws {
        #expect(try PortOption.all(parsing: "1-65535").count == 65535)
        #expect(try PortOption.all(parsing: "1-65535:1-65535").last?.text == "65535:65535/tcp")
        #expect(try PortOption.all(parsing: "1-65535:80").count == 1)
    }
}
