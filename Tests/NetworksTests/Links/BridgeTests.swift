import Glibc
import LinuxSystem
import Networks
import TestSupport
import Testing

@Suite(.requiresRoot, .serialized)
struct BridgeTests {
    @Test("a bridge is made once, has its addresses, and takes no router's word")
    func once() throws {
        try NetworkHost.run { host in
            let bridge = NetworkHost.bridge(1)
            #expect(try Bridges().ensure(bridge))
            #expect(try !Bridges().ensure(bridge))
            #expect(try Bridges().isThere(bridge.name))
            let addresses = try host.own.run("ip", "-br", "address", "show", "dev", bridge.name).text
            for gateway in bridge.gateways { #expect(addresses.contains("\(gateway)")) }
            #expect(try HostFile.text("/proc/thread-self/net/if_inet6").contains(bridge.name))
            #expect(try host.own.run("sysctl", "-n", "net.ipv6.conf.\(bridge.name).accept_ra").text == "0")
            try Bridges().remove(bridge.name)
            try Bridges().remove(bridge.name)
            #expect(try !Bridges().isThere(bridge.name))
        }
    }

    @Test("a link of another kind in the bridge's place is refused")
    func otherKind() throws {
        try NetworkHost.run { host in
            let bridge = NetworkHost.bridge(1)
            try host.own.run("ip", "link", "add", bridge.name, "type", "veth", "peer", "name", "other")
            #expect(throws: NetworkError.refused("the host has a link \(bridge.name) already, which is no bridge")) {
                try Bridges().ensure(bridge)
            }
        }
    }

    @Test("a bridge that was removed is told to who attaches to it")
    func gone() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            try Bridges().remove("sk-test1")
            #expect(
                throws: NetworkError.refused("the bridge sk-test1 of its network is gone: 'skiff start' makes it again")
            ) { try host.start(on: 1, 2) }
        }
    }

    @Test("a link that was taken away is gone at both ends")
    func detached() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            let container = try host.start(on: 1, 2)
            #expect(try host.own.run("ip", "-br", "link").text.contains("sk01234567-"))
            try container.links { links in
                try links.detach(container.network.attachments[0], label: "0123456789")
                try links.detach(container.network.attachments[0], label: "0123456789")
            }
            #expect(try !host.own.run("ip", "-br", "link").text.contains("sk01234567-"))
            try container.end()
        }
    }

    @Test("a port with shorter packets changes nothing of its bridge")
    func packetLength() throws {
        try NetworkHost.run { host in
            var bridge = NetworkHost.bridge(1)
            bridge.mtu = 1400
            for (bridge, length) in [(bridge, 1400), (NetworkHost.bridge(2), 1500)] {
                try Bridges().ensure(bridge)
                let port = "port\(length)"
                try host.own.run("ip", "link", "add", port, "mtu", "1300", "type", "veth", "peer", "name", "\(port)-2")
                try host.own.run("ip", "link", "set", port, "master", bridge.name)
                #expect(try host.own.run("ip", "link", "show", bridge.name).text.contains("mtu \(length) "))
            }
        }
    }

    @Test("neither end of a link has an address that nobody gave it, nor looks for a router")
    func quiet() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            let first = try host.start(on: 1, 2)
            let addresses = try first.place.run("ip", "-6", "-oneline", "address", "show", "dev", "eth0")
            #expect(addresses.lines.count == 1 && addresses.text.contains("fd09:1::2/64"), "\(addresses.text)")
            #expect(try !host.own.run("ip", "-6", "-oneline", "address").text.contains("sk01234567-"))
            #expect(try !host.own.run("ip", "-6", "route", "show", "table", "all").text.contains("sk01234567-"))
            // What it hears of a second one in three seconds: that it listens to its address, and to that alone.
            func heard() throws -> Int {
                let line = try first.place.run("ip", "-oneline", "-statistics", "link", "show", "eth0").text
                let words = line.split { $0 == " " || $0 == "\\" }
                guard let packets = words.firstIndex(of: "RX:").flatMap({ Int(words[$0 + 8]) }) else {
                    throw TestFailure("no packets are told: \(line)")
                }
                return packets
            }
            let before = try heard()
            _ = try host.start(on: 1, 3)
            sleep(3)
            let more = try heard() - before
            #expect(more <= 5, "\(more) packets")
        }
    }

    @Test("the host's routes are known, and the link of its default route")
    func routes() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            let subnets = try HostRoutes.subnets().map(\.description)
            for subnet in ["192.0.2.0/24", "2001:db8::/64", "10.9.1.0/24", "fd09:1::/64"] {
                #expect(subnets.contains(subnet))
            }
            #expect(!subnets.contains("0.0.0.0/0"))
            #expect(try HostRoutes.defaultLink() == "uplink")
        }
    }

    @Test("forwarding is turned on once, said, and keeps the host's own router")
    func forwarding() throws {
        try NetworkHost.run { host in
            try host.own.run("sysctl", "-qw", "net.ipv4.ip_forward=0")
            try host.own.run("sysctl", "-qw", "net.ipv6.conf.all.forwarding=0")
            try host.own.run("sysctl", "-qw", "net.ipv6.conf.uplink.accept_ra=1")
            #expect(try Forwarding.enable([.v4, .v6]).count == 2)
            #expect(try Forwarding.enable([.v4, .v6]).isEmpty)
            #expect(try host.own.run("sysctl", "-n", "net.ipv6.conf.uplink.accept_ra").text == "2")
        }
    }
}
