import Networks
import Testing

@Suite("Addresses")
struct AddressTests {
    @Test(
        "an address is read and written as people write it",
        arguments: ["0.0.0.0", "127.0.0.1", "172.30.0.2", "255.255.255.255", "::", "::1", "fd00:1:2::3"])
    func text(text: String) throws {
        let address = try #require(IPAddress(parsing: text))
        #expect(address.description == text)
        #expect(IPAddress(bytes: address.bytes) == address)
    }

    @Test("what is no address is none", arguments: ["", "1.2.3", "1.2.3.256", "01.2.3.4 ", "1.2.3.4/8", ":::", "g::"])
    func none(text: String) {
        #expect(IPAddress(parsing: text) == nil)
    }

    @Test("a subnet has no bits beyond its prefix")
    func subnets() throws {
        #expect(Subnet(parsing: "10.1.0.0/16")?.last.description == "10.1.255.255")
        #expect(Subnet(parsing: "10.1.0.1/16") == nil)
        #expect(Subnet(parsing: "10.1.0.0/33") == nil)
        #expect(Subnet(parsing: "10.1.0.0/+8") == nil)
        #expect(Subnet(parsing: "::/0")?.last.description == "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
        #expect(InterfaceAddress(parsing: "10.1.0.1/16")?.subnet.description == "10.1.0.0/16")
    }

    @Test("two subnets overlap when one holds the other's first address")
    func overlap() throws {
        let wide = try #require(Subnet(parsing: "10.0.0.0/8"))
        let narrow = try #require(Subnet(parsing: "10.200.3.0/24"))
        let other = try #require(Subnet(parsing: "11.0.0.0/8"))
        #expect(wide.overlaps(narrow) && narrow.overlaps(wide))
        #expect(!wide.overlaps(other) && !other.overlaps(narrow))
        #expect(try !#require(Subnet(parsing: "::/0")).overlaps(wide))
    }

    @Test("a hardware address is six pairs of digits, and none of a group")
    func hardware() {
        #expect(MACAddress(parsing: "02:42:ac:1e:00:02")?.description == "02:42:ac:1e:00:02")
        #expect(MACAddress(for: .v4(0xac1e_0002)).description == "02:42:ac:1e:00:02")
        #expect(MACAddress(parsing: "01:42:ac:1e:00:02") == nil)
        #expect(MACAddress(parsing: "02:42:ac:1e:00") == nil)
        #expect(MACAddress(parsing: "00:00:00:00:00:00") == nil)
    }
}
