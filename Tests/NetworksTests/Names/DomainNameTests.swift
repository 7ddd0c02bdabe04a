import Networks
import Testing

@Suite("Domain names")
struct DomainNameTests {
    @Test("names are equal whatever their case")
    func cases() {
        #expect(DomainName("Web.Example") == DomainName("wEB.eXAMPLE."))
        #expect(DomainName("web.example") != DomainName("web-example"))
        #expect(Set([DomainName("A"), DomainName("a")]).count == 1)
    }

    @Test("only what a host may be called is looked up")
    func hostNames() {
        #expect(DomainName("My_Web-1.net")?.hostName == "my_web-1.net")
        #expect(DomainName("..") == nil)
        #expect(DomainName("a..b") == nil)
        #expect(DomainName("/etc/passwd")?.hostName == nil)
        #expect(DomainName("")?.hostName == nil)
        #expect(DomainName(String(repeating: "a", count: 64)) == nil)
        #expect(DomainName("wüste")?.hostName == nil)
    }

    @Test(
        "an address is asked for by its name and found in it",
        arguments: ["172.30.0.2", "0.0.0.0", "255.255.255.255", "fd00::2", "2001:db8::dead:beef", "::"])
    func reverse(_ text: String) throws {
        let address = try #require(IPAddress(parsing: text))
        #expect(DomainName(reverseOf: address).reversedAddress == address)
    }

    @Test("the name of an address is that of the standard")
    func reverseNames() {
        #expect(DomainName(reverseOf: .v4(0xac1e_0002)) == DomainName("2.0.30.172.in-addr.arpa"))
        #expect(
            DomainName(reverseOf: .v6(UInt128(0xfd00_0000_0000_0000) << 64 | 0xab))
                == DomainName("b.a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa"))
    }

    @Test(
        "what looks like the name of an address and isn't",
        arguments: [
            "0.30.172.in-addr.arpa", "1.2.3.4.5.in-addr.arpa", "256.0.30.172.in-addr.arpa", "02.0.30.172.in-addr.arpa",
            "x.0.30.172.in-addr.arpa", "in-addr.arpa", "arpa", "1.ip6.arpa", "4.3.2.1.in-addr.example",
            "a.4.3.2.1.arpa",
        ])
    func noReverse(_ text: String) {
        #expect(DomainName(text)?.reversedAddress == nil)
    }
}
