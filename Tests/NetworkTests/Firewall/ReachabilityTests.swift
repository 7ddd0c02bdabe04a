import Network
import Testing
import TestSupport

/// Who reaches what, by the packets themselves.
@Suite(.requiresRoot, .serialized)
struct ReachabilityTests {
    @Test("a published port is reached from everywhere, by both protocols and versions")
    func publishedPort() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            let server = try host.start(on: 1, 2, ports: [.test(), .test(.udp)])
            let other = try host.start(on: 1, 3)
            try host.makeNetwork(2)
            let stranger = try host.start(on: 2, 2)
            print(try host.own.run("nft", "list", "ruleset").text)
            for transport in [PortMapping.Transport.tcp, .udp] {
                for (version, address) in NetworkHost.addresses.enumerated() {
                    let gateway = ["10.9.1.1", "fd09:1::1"][version]
                    let seen = NetworkHost.neighbourAddresses[version]
                    #expect(try host.neighbour.ask(address, 8080, transport) == seen)
                    #expect(try host.own.ask(address, 8080, transport) == address)
                    #expect(try other.place.ask(address, 8080, transport) == gateway)
                    #expect(try server.place.ask(address, 8080, transport) == gateway)
                    #expect(try stranger.place.ask(address, 8080, transport) == stranger.addresses[version])
                }
                #expect(try host.own.ask("127.0.0.1", 8080, transport) == "10.9.1.1")
            }
            for container in [server, other, stranger] { try container.end() }
        }
    }
}
