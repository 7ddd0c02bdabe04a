import LinuxSystem
import Networks
import TestSupport
import Testing

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
                #expect(try host.own.ask("::1", 8080, transport) == "refused")
            }
            for container in [server, other, stranger] { try container.end() }
        }
    }

    @Test("a port that is published at one address is reached at that one alone")
    func oneAddress() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            let ports: [PortMapping] = [
                .test(.tcp, 8081, at: "127.0.0.1"), .test(.tcp, 8082, at: NetworkHost.addresses[0]),
                .test(.tcp, 8083, at: NetworkHost.addresses[1]), .test(.tcp, 8084, at: "0.0.0.0"),
            ]
            let server = try host.start(on: 1, 2, ports: ports)
            #expect(try host.own.ask("127.0.0.1", 8081) == "10.9.1.1")
            #expect(try host.neighbour.ask(NetworkHost.addresses[0], 8081) == "refused")
            #expect(try host.own.ask("127.0.0.1", 8082) == "refused")
            #expect(try host.neighbour.ask(NetworkHost.addresses[0], 8082) == NetworkHost.neighbourAddresses[0])
            #expect(try host.neighbour.ask(NetworkHost.addresses[1], 8083) == NetworkHost.neighbourAddresses[1])
            #expect(try host.neighbour.ask(NetworkHost.addresses[0], 8083) == "refused")
            #expect(try host.neighbour.ask(NetworkHost.addresses[0], 8084) == NetworkHost.neighbourAddresses[0])
            #expect(try host.neighbour.ask(NetworkHost.addresses[1], 8084) == "refused")
            try server.end()
            #expect(try host.neighbour.ask(NetworkHost.addresses[0], 8082) == "refused")
        }
    }

    @Test("containers of a network reach each other and the world, and those of another network not")
    func networks() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            try host.makeNetwork(2)
            let first = try host.start(on: 1, 2)
            let second = try host.start(on: 1, 3)
            let stranger = try host.start(on: 2, 2)
            let server = try host.neighbour.program(["python3", "-c", NetworkPlace.server]).start()
            _ = try eventually { try host.own.ask(NetworkHost.neighbourAddresses[1], 80) == NetworkHost.addresses[1] }
            for version in 0..<2 {
                #expect(try first.place.ask(second.addresses[version], 80) == first.addresses[version])
                #expect(try host.own.ask(first.addresses[version], 80) == ["10.9.1.1", "fd09:1::1"][version])
                #expect(try stranger.place.ask(first.addresses[version], 80) == "timed out")
                // It sees the host's address.
                #expect(
                    try first.place.ask(NetworkHost.neighbourAddresses[version], 80) == NetworkHost.addresses[version])
            }
            try server.send(.kill)
            for container in [first, second, stranger] { try container.end() }
        }
    }

    @Test("an internal network has nothing but itself and the host")
    func internalNetwork() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1, isInternal: true)
            try host.makeNetwork(2)
            let first = try host.start(on: 1, 2, ports: [.test()])
            let second = try host.start(on: 1, 3)
            let stranger = try host.start(on: 2, 2)
            for version in 0..<2 {
                #expect(try second.place.ask(first.addresses[version], 80) == second.addresses[version])
                #expect(try stranger.place.ask(first.addresses[version], 80) == "timed out")
                #expect(try host.neighbour.ask(NetworkHost.addresses[version], 8080) == "timed out")
                #expect(try first.place.ask(NetworkHost.neighbourAddresses[version], 80) == "timed out")
            }
            for container in [first, second, stranger] { try container.end() }
        }
    }

    @Test("a neighbour who routes to a container reaches no port of it, not even a published one")
    func directRouting() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            let server = try host.start(on: 1, 2, ports: [.test()])
            // Its default routes lead to the host.
            for address in server.addresses { #expect(try host.neighbour.ask(address, 80) == "timed out") }
            try server.end()
        }
    }

    @Test("neither a container nor a neighbour reaches the host's loopback addresses")
    func loopback() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            let container = try host.start(on: 1, 2, ports: [.test(.udp, 8081, at: "127.0.0.1")])
            let server = try host.own.program(["python3", "-c", NetworkPlace.server]).start()
            _ = try eventually { try host.own.ask("127.0.0.1", 80, .udp) == "127.0.0.1" }
            for place in [container.place, host.neighbour] {
                let gateway = place.namespace == host.neighbour.namespace ? NetworkHost.addresses[0] : "10.9.1.1"
                let link = place.namespace == host.neighbour.namespace ? "uplink" : "eth0"
                // What it sends to 127.0.0.1 goes to the host.
                try place.run("sysctl", "-qw", "net.ipv4.conf.all.route_localnet=1")
                try place.run("ip", "address", "del", "127.0.0.1/8", "dev", "lo")
                try place.run("ip", "route", "add", "127.0.0.0/8", "via", gateway, "dev", link)
                for port in [80, 8081] { #expect(try place.ask("127.0.0.1", port, .udp) == "timed out") }
            }
            try server.send(.kill)
            try container.end()
        }
    }

    @Test("who goes on sending to a port is led to the container that has it now")
    func datagramsFollow() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            // Before it is published there is nobody: the kernel remembers that.
            #expect(try host.neighbour.run("python3", "-c", Self.sender, NetworkHost.addresses[0]).text == "no answer")
            let first = try host.start(on: 1, 2, ports: [.test(.udp)])
            #expect(try host.neighbour.run("python3", "-c", Self.sender, NetworkHost.addresses[0]).text == "answer")
            try first.end()
            let second = try host.start(on: 1, 3, ports: [.test(.udp)])
            #expect(try host.neighbour.run("python3", "-c", Self.sender, NetworkHost.addresses[0]).text == "answer")
            try second.end()
        }
    }

    /// Always from the same port.
    private static let sender = """
        import socket, sys
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("0.0.0.0", 5555)); s.settimeout(1)
        s.sendto(b"x", (sys.argv[1], 8080))
        try: s.recv(99); print("answer")
        except OSError: print("no answer")
        """
}
