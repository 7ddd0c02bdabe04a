import Networks

extension NetworkRequest {
    /// The subnets that the network gets: those that were asked for, checked, and free ones for the versions of
    /// which none was.
    /// - Parameter hasVersion6: whether the kernel has IPv6.
    func subnets(for id: String, from pool: AddressPool, hasVersion6: Bool) throws(EngineError) -> [NetworkSubnet] {
        try checkAsked(hasVersion6: hasVersion6)
        var blocks = subnets
        if ipv4, !blocks.contains(where: { $0.family == .v4 }) { blocks.append(try pool.freeVersion4()) }
        // Among the host's neighbours an address of nobody's choice is of no use.
        let wantsVersion6 = ipv6 ?? (hasVersion6 && driver == .bridge)
        if wantsVersion6, !blocks.contains(where: { $0.family == .v6 }) { blocks.append(pool.freeVersion6(for: id)) }
        guard !blocks.isEmpty else {
            throw Self.invalid("a network without addresses is of no use: leave out --ipv4=false or --ipv6=false")
        }
        var result = [NetworkSubnet]()
        for block in blocks.sorted(by: { $0.address < $1.address }) {
            var subnet = NetworkSubnet(subnet: block, gateway: NetworkSubnet.firstAddress(of: block))
            if let gateway = gateways.first(where: { block.contains($0) }) { subnet.gateway = gateway }
            subnet.range = ranges.first { block.contains($0.address) }
            subnet.reserved = reserved.filter { block.contains($0.value) }
            result.append(subnet)
        }
        return result
    }

    private func checkAsked(hasVersion6: Bool) throws(EngineError) {
        let needsVersion6 = ipv6 == true || subnets.contains { $0.family == .v6 }
        if needsVersion6, !hasVersion6 {
            throw EngineError(
                .unavailable,
                "IPv6 is disabled in this kernel: leave out --ipv6 and subnets of version 6, or enable it "
                    + "(net.ipv6.conf.all.disable_ipv6)")
        }
        for (family, isWanted, flag) in [(IPAddress.Family.v4, ipv4, "--ipv4"), (.v6, ipv6 ?? true, "--ipv6")] {
            let asked = subnets.filter { $0.family == family }
            if !isWanted, let first = asked.first {
                throw Self.invalid("\(flag)=false and the subnet \(first) exclude each other")
            }
            guard asked.count < 2 else {
                throw Self.invalid(
                    "\(asked[0]) and \(asked[1]) are of one version: a network has one subnet of each")
            }
        }
        for subnet in subnets { try check(subnet) }
        for gateway in gateways { try check(gateway, "gateway") }
        for (name, address) in reserved.sorted(by: { $0.key < $1.key }) { try check(address, "--aux-address \(name)") }
        for range in ranges {
            guard subnets.contains(where: { $0.contains(range.address) && $0.prefixLength <= range.prefixLength })
            else {
                throw Self.invalid("no subnet contains the range \(range): give one with --subnet")
            }
        }
        try checkOnce(gateways, "gateways")
        try checkOnce(ranges.map(\.address), "ranges")
    }

    private func checkOnce(_ addresses: [IPAddress], _ kind: String) throws(EngineError) {
        for subnet in subnets where addresses.count(where: { subnet.contains($0) }) > 1 {
            throw Self.invalid("the subnet \(subnet) is given several \(kind): it has one")
        }
    }

    private func check(_ subnet: Subnet) throws(EngineError) {
        let longest = subnet.family.bitCount - 2
        guard subnet.prefixLength <= longest else {
            throw Self.invalid(
                "the subnet \(subnet) is too small for a gateway and a container: take /\(longest) or less")
        }
        let unusable =
            switch subnet.address {
            case .v4(let value): value >> 24 == 0 || value >> 24 == 127 || value >> 28 >= 14
            // Multicast, link-local addresses, and what ::1 and :: are in.
            case .v6(let value): value >> 120 == 0xff || value >> 118 == 0x3fa || value >> 96 == 0
            }
        if unusable || subnet.prefixLength == 0 {
            throw Self.invalid("no link can have addresses of \(subnet): take a private subnet such as 10.90.0.0/16")
        }
    }

    /// Of a gateway, or somebody else's address.
    private func check(_ address: IPAddress, _ what: String) throws(EngineError) {
        guard let subnet = subnets.first(where: { $0.contains(address) }) else {
            throw Self.invalid(
                subnets.isEmpty
                    ? "\(what) \(address) needs a subnet that contains it: give one with --subnet"
                    : "the \(what) \(address) is outside of the subnet \(subnets.map(\.description).joined(separator: ", "))"
            )
        }
        guard NetworkSubnet(subnet: subnet).isFree(address) else {
            throw Self.invalid("\(address) can't be a \(what): it stands for the subnet \(subnet) as a whole")
        }
    }

    private static func invalid(_ message: String) -> EngineError { EngineError(.invalid, message) }
}

extension NetworkRecord {
    /// Refuses subnets that others have.
    func checkDistinct(from others: [NetworkRecord], routes: [Subnet]) throws(EngineError) {
        for subnet in subnets.map(\.subnet) {
            for other in others where driver == .bridge || other.driver == .bridge {
                if let taken = other.subnets.first(where: { $0.subnet.overlaps(subnet) }) {
                    throw EngineError(
                        .conflict,
                        "the subnet \(subnet) overlaps with \(taken.subnet) of network \(other.name): choose another")
                }
            }
            // What the host reaches there it would reach no more. A subnet of a larger one takes but a part, on purpose.
            guard driver == .bridge,
                let route = routes.first(where: {
                    $0.overlaps(subnet) && $0.prefixLength >= subnet.prefixLength
                })
            else { continue }
            throw EngineError(
                .conflict,
                "the subnet \(subnet) overlaps with \(route), to which the host has a route (see \"ip route\"): "
                    + "choose another")
        }
    }
}
