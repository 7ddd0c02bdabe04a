import Networks

/// Where networks get subnets from that nobody chose.
struct AddressPool {
    /// What is in use: other networks' subnets, and those that the host has routes to.
    let taken: [Subnet]

    /// A free one of version 4: of 172.17.0.0/12's upper part or 192.168.0.0/16, as Docker's, but from the top
    /// down, where Docker begins at the bottom.
    func freeVersion4() throws(EngineError) -> Subnet {
        for second in stride(from: UInt32(31), through: 17, by: -1) {
            let subnet = Subnet(containing: .v4(172 << 24 | second << 16), prefixLength: 16)
            if isFree(subnet) { return subnet }
        }
        for third in stride(from: UInt32(240), through: 0, by: -16) {
            let subnet = Subnet(containing: .v4(192 << 24 | 168 << 16 | third << 8), prefixLength: 20)
            if isFree(subnet) { return subnet }
        }
        throw EngineError(
            .unavailable,
            "no subnet is left of 172.17.0.0-172.31.255.255 and 192.168.0.0/16, by other networks and the host's "
                + "routes: choose one with --subnet, or remove networks that nobody needs")
    }

    /// A free one of version 6: unique to this network in all likelihood (RFC 4193), by its id.
    func freeVersion6(for id: String) -> Subnet {
        var number = UInt64(stableHash: id)
        while true {
            let subnet = Subnet(
                containing: .v6(UInt128(0xfd) << 120 | UInt128(number & 0xff_ffff_ffff) << 80), prefixLength: 64)
            if isFree(subnet) { return subnet }
            number &+= 1
        }
    }

    private func isFree(_ subnet: Subnet) -> Bool { !taken.contains { $0.overlaps(subnet) } }
}

extension UInt64 {
    /// A number that follows from a text, today and tomorrow (FNV-1a), its bits mixed once more.
    init(stableHash text: String) { self.init(stableHash: text.utf8) }

    /// The same of bytes.
    init(stableHash bytes: some Sequence<UInt8>) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash ^= hash >> 33
        hash = hash &* 0xff51_afd7_ed55_8ccd
        self = hash ^ hash >> 33
    }

    /// As sixteen hexadecimal digits.
    var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
