import LinuxSystem
import Networks
import Testing

@testable import Engine

@Suite("Which subnets a network gets")
struct SubnetChoiceTests {
    private func subnet(_ text: String) throws -> Subnet { try #require(Subnet(parsing: text)) }

    private func subnets(
        taken: [String] = [], hasVersion6: Bool = true, _ change: (inout NetworkRequest) throws -> Void = { _ in }
    ) throws -> [NetworkSubnet] {
        var request = NetworkRequest(name: try NetworkName(parsing: "shop"))
        try change(&request)
        let pool = AddressPool(taken: try taken.map(subnet))
        return try request.subnets(for: "0123", from: pool, hasVersion6: hasVersion6)
    }

    @Test("the highest of Docker's that nobody has, and one of version 6 if the kernel can")
    func free() throws {
        let first = try subnets()
        #expect(first.map(\.subnet.description)[0] == "172.31.0.0/16")
        #expect(first[0].gateway == IPAddress(parsing: "172.31.0.1"))
        #expect(first[1].subnet.prefixLength == 64 && first[1].subnet.description.hasPrefix("fd"))
        #expect(try subnets(hasVersion6: false).count == 1)
        // What the host reaches, however large or small, is left alone.
        #expect(try subnets(taken: ["172.31.128.0/20", "172.30.0.0/15"])[0].subnet == subnet("172.29.0.0/16"))
        #expect(try subnets(taken: ["172.16.0.0/12"])[0].subnet == subnet("192.168.240.0/20"))
        let again = try subnets(taken: [first[1].subnet.description])
        #expect(again[1].subnet != first[1].subnet)
    }

    @Test("when none is left it says so")
    func exhausted() {
        let error = #expect(throws: EngineError.self) { try subnets(taken: ["172.16.0.0/12", "192.168.0.0/16"]) }
        #expect(error?.message.contains("--subnet") == true)
    }

    @Test("what was asked for, with its range, gateway and reserved addresses")
    func asked() throws {
        let chosen = try subnets {
            $0.subnets = [try subnet("fd00:1::/64"), try subnet("10.9.0.0/24")]
            $0.ranges = [try subnet("10.9.0.128/30")]
            $0.gateways = [try #require(IPAddress(parsing: "10.9.0.254"))]
            $0.reserved = ["printer": try #require(IPAddress(parsing: "10.9.0.129"))]
        }
        #expect(chosen.map(\.subnet.description) == ["10.9.0.0/24", "fd00:1::/64"])
        #expect(chosen[0].gateway == IPAddress(parsing: "10.9.0.254"))
        #expect(chosen[1].gateway == IPAddress(parsing: "fd00:1::1"))
        let free = (0..<256).map { IPAddress.v4(10 << 24 | 9 << 16 | UInt32($0)) }.filter(chosen[0].isFree)
        #expect(free.count == 256 - 4)
    }

    @Test(
        "what can't be is refused in a sentence",
        arguments: [
            (["10.9.0.0/16", "10.10.0.0/16"], [], [], "of one version"), (["10.9.0.0/31"], [], [], "too small"),
            (["127.0.0.0/16"], [], [], "no link can have addresses"), (["224.0.0.0/8"], [], [], "no link can have"),
            (["fe80::/64"], [], [], "no link can have"), (["0.0.0.0/0"], [], [], "no link can have"),
            ([], ["10.9.0.1"], [], "needs a subnet"), (["10.9.0.0/16"], ["10.10.0.1"], [], "outside of the subnet"),
            (["10.9.0.0/16"], ["10.9.0.0"], [], "stands for the subnet"),
            (["10.9.0.0/16"], ["10.9.255.255"], [], "stands for the subnet"),
            (["10.9.0.0/16"], ["10.9.0.1", "10.9.0.2"], [], "several gateways"),
            (["10.9.0.0/16"], [], ["10.10.0.0/24"], "no subnet contains the range"),
            (["10.9.0.0/16"], [], ["10.0.0.0/8"], "no subnet contains the range"),
        ] as [([String], [String], [String], String)])
    func refuses(blocks: [String], gateways: [String], ranges: [String], reason: String) throws {
        let error = #expect(throws: EngineError.self) {
            try subnets {
                $0.subnets = try blocks.map(subnet)
                $0.gateways = gateways.compactMap { IPAddress(parsing: $0) }
                $0.ranges = try ranges.map(subnet)
            }
        }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test("version 6 in a kernel without it is refused, and left out when nobody asked")
    func withoutVersion6() {
        let error = #expect(throws: EngineError.self) { try subnets(hasVersion6: false) { $0.ipv6 = true } }
        #expect(error?.message.contains("IPv6 is disabled in this kernel") == true)
        let other = #expect(throws: EngineError.self) {
            try subnets(hasVersion6: false) { $0.subnets = [try subnet("fd00:1::/64")] }
        }
        #expect(other?.kind == .unavailable)
    }
}
