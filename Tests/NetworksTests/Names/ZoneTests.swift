import LinuxSystem
import Networks
import TestSupport
import Testing

@Suite("Zones")
struct ZoneTests {
    private static let four = IPAddress(parsing: "172.30.0.2")!
    private static let six = IPAddress(parsing: "fd00::2")!

    /// Calls the body with a zone and the path of its network's directory.
    private func withZone(_ body: (borrowing Zone, String) throws -> Void) throws {
        try withTemporaryDirectory { path in
            let networks = try Descriptor.open(path, [.directory])
            try body(Zone(of: "a1b2", in: networks), "\(path)/a1b2")
        }
    }

    @Test("a container is found by each of its names, and its name by each address")
    func lookup() throws {
        try withZone { zone, _ in
            try zone.add(.init(container: "c1", names: ["web", "0123456789ab"], addresses: [Self.four, Self.six]))
            #expect(try zone.addresses(of: "web") == [Self.four, Self.six])
            #expect(try zone.addresses(of: "0123456789ab") == [Self.four, Self.six])
            #expect(try zone.name(of: Self.four) == "web")
            #expect(try zone.name(of: Self.six) == "web")
            #expect(try zone.addresses(of: "other") == nil)
            #expect(try zone.name(of: .v4(1)) == nil)
        }
    }

    @Test("several containers share a name, and each takes only its own away")
    func shared() throws {
        try withZone { zone, path in
            let first = Zone.Entry(container: "c1", names: ["db"], addresses: [Self.four])
            let second = Zone.Entry(container: "c2", names: ["db"], addresses: [Self.six])
            try zone.add(first)
            try zone.add(second)
            #expect(try Set(zone.addresses(of: "db") ?? []) == [Self.four, Self.six])
            try zone.remove(first)
            #expect(try zone.addresses(of: "db") == [Self.six])
            try zone.remove(second)
            #expect(try zone.addresses(of: "db") == nil)
            #expect(HostFile.names(in: "\(path)/names").isEmpty)
            #expect(HostFile.names(in: "\(path)/reverse").isEmpty)
        }
    }

    @Test("adding again replaces, removing again is nothing")
    func repeated() throws {
        try withZone { zone, _ in
            try zone.add(.init(container: "c1", names: ["web"], addresses: [Self.four]))
            let moved = Zone.Entry(container: "c1", names: ["web"], addresses: [Self.six])
            try zone.add(moved)
            #expect(try zone.addresses(of: "web") == [Self.six])
            try zone.remove(moved)
            try zone.remove(moved)
            #expect(try zone.addresses(of: "web") == nil)
        }
    }

    @Test(
        "a name that leads elsewhere is no name",
        arguments: [
            "..", ".", "../x", "/etc", "a/b", "", "a..b", "Web", "a b", "a\0b", String(repeating: "a", count: 64),
        ])
    func hostileNames(_ name: String) throws {
        try withZone { zone, path in
            try zone.add(.init(container: "c1", names: [name, "web"], addresses: [Self.four]))
            #expect(HostFile.names(in: "\(path)/names") == ["web"])
            #expect(try zone.addresses(of: name) == nil)
            #expect(try zone.name(of: Self.four) == "web")
        }
    }

    @Test("names come and go while others look them up")
    func concurrent() throws {
        try withTemporaryDirectory { path in
            let first = try Thread.start { Self.comeAndGo("c1", in: path) }
            let second = try Thread.start { Self.comeAndGo("c2", in: path) }
            let outcomes = [Self.comeAndGo("c3", in: path), first.join(), second.join()]
            #expect(outcomes == [true, true, true])
        }
    }

    private static func comeAndGo(_ container: String, in path: String) -> Bool {
        do {
            let zone = try Zone(of: "n", in: Descriptor.open(path, [.directory]))
            let address = IPAddress.v4(UInt32(container.utf8.last ?? 0))
            let entry = Zone.Entry(container: container, names: ["web"], addresses: [address])
            for _ in 0..<2000 {
                try zone.add(entry)
                guard try zone.addresses(of: "web")?.contains(address) == true else { return false }
                try zone.remove(entry)
            }
            return true
        } catch {
            return false
        }
    }

    @Test("a network's name behind a container's is left aside")
    func networkName() throws {
        try withZone { zone, _ in
            try zone.add(.init(container: "c1", names: ["web", "a.b"], addresses: [Self.four]))
        }
        try withTemporaryDirectory { path in
            let zone = try Zone(of: "n", in: Descriptor.open(path, [.directory]))
            try zone.add(.init(container: "c1", names: ["web", "a.front"], addresses: [Self.four]))
            let names = NetworkNames(zone, networkName: "Front")
            #expect(try names.addresses(of: "web.front") == [Self.four])
            #expect(try names.addresses(of: "a.front") == [Self.four])
            #expect(try names.addresses(of: "a.front.front") == [Self.four])
            #expect(try names.addresses(of: "front") == nil)
            #expect(try names.addresses(of: ".front") == nil)
            #expect(try names.addresses(of: "web.back") == nil)
            #expect(try names.name(of: Self.four) == "web.front")
        }
    }

    @Test("a known name has an answer for every type of question")
    func types() throws {
        let name = DomainName("web")!
        let table: [(DNSType, Int)] = [(.a, 1), (.aaaa, 0), (.any, 1), (.ptr, 0), (DNSType(rawValue: 33), 0)]
        for (type, count) in table {
            var bytes: [UInt8] = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + name.wire
            bytes += [UInt8(type.rawValue >> 8), UInt8(type.rawValue & 255), 0, 1]
            let query = try DNSQuery(parsing: bytes)
            let response = DNSResponse(
                to: query, addresses: { $0 == "web" ? [Self.four] : nil }, name: { _ in nil })
            let answer = try #require(response).encoded(limit: 512)
            #expect(answer[3] & 15 == 0)
            #expect(answer[7] == count)
            #expect(DNSResponse(to: query, addresses: { _ in nil }, name: { _ in nil }) == nil)
        }
    }
}
