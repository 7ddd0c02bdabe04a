import Glibc
import Networks
import TestSupport
import Testing

/// The host's own rules, and ours beside them.
@Suite(.requiresRoot, .serialized)
struct HostRuleTests {
    /// Commands that make the host drop what comes to port 8080.
    enum Rule: String, CaseIterable {
        case nftables, iptables, legacy

        func apply(to host: NetworkHost) throws {
            switch self {
            case .nftables:
                let lines = [
                    "add table inet fw", "add chain inet fw input { type filter hook input priority 0; }",
                    "add rule inet fw input th dport 8080 drop",
                ]
                try host.own.run("nft", lines.joined(separator: "; "))
            case .iptables: try drop(host, by: ["iptables-nft", "ip6tables-nft"])
            case .legacy: try drop(host, by: ["iptables-legacy", "ip6tables-legacy"])
            }
        }

        private func drop(_ host: NetworkHost, by programs: [String]) throws {
            for program in programs {
                for transport in ["tcp", "udp"] {
                    try host.own.run(program, "-A", "INPUT", "-p", transport, "--dport", "8080", "-j", "DROP")
                }
            }
        }
    }

    @Test("a rule of the host that drops a port drops the published one, whoever wrote it", arguments: Rule.allCases)
    func dropped(_ rule: Rule) throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            let ports = [8080, 8081].flatMap { port in
                [PortMapping.test(.tcp, port), .test(.udp, port)]
            }
            let server = try host.start(on: 1, 2, ports: ports)
            try rule.apply(to: host)
            for transport in [PortMapping.Transport.tcp, .udp] {
                for version in 0..<2 {
                    let address = NetworkHost.addresses[version]
                    #expect(try host.neighbour.ask(address, 8080, transport) == "timed out")
                    #expect(try host.neighbour.ask(address, 8081, transport) == NetworkHost.neighbourAddresses[version])
                }
            }
            try server.end()
        }
    }

    @Test("a host that checks where packets come from lets published ports work")
    func reversePath() throws {
        try NetworkHost.run { host in
            try host.own.run("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1")
            try host.makeNetwork(1)
            let server = try host.start(on: 1, 2, ports: [.test()])
            #expect(try host.neighbour.ask(NetworkHost.addresses[0], 8080) == NetworkHost.neighbourAddresses[0])
            #expect(try server.place.ask(NetworkHost.addresses[0], 8080) == "10.9.1.1")
            try server.end()
        }
    }

    @Test("the rules of others stay as they are, byte by byte, and ours leave nothing")
    func othersUntouched() throws {
        try NetworkHost.run { host in
            for rule in Rule.allCases { try rule.apply(to: host) }
            let before = try Self.rules(of: host)
            let bridge = try host.makeNetwork(1)
            let empty = try host.own.run("nft", "list", "table", "ip", host.names.table).text
            for round in 2..<12 {
                let server = try TestContainer(1, round, ports: [.test(), .test(.udp, 9090, at: "127.0.0.1")])
                try server.end()
            }
            #expect(try host.own.run("nft", "list", "table", "ip", host.names.table).text == empty)
            try host.firewall.remove(bridge)
            try Bridges().remove(bridge.name)
            try host.firewall.remove()
            #expect(try Self.rules(of: host) == before)
            #expect(try host.own.run("ip", "-br", "link").lines.count == 2)
        }
    }

    private static func rules(of host: NetworkHost) throws -> [String] {
        try ["nft list ruleset", "iptables-legacy-save", "ip6tables-legacy-save"].map { command in
            // Comments hold the time, and counters count.
            let clean = "grep -v '^#' | sed 's/packets [0-9]* bytes [0-9]*//; s/\\[.*\\]//'"
            return try host.own.run("sh", "-c", "\(command) | \(clean)").text
        }
    }

    @Test("rules that somebody flushed are noticed, and come back with what runs")
    func healing() throws {
        try NetworkHost.run { host in
            let bridge = try host.makeNetwork(1)
            let server = try host.start(on: 1, 2, ports: [.test()])
            #expect(try host.firewall.isThere())
            try host.own.run("nft", "flush", "ruleset")
            #expect(try !host.firewall.isThere())
            #expect(try host.neighbour.ask(NetworkHost.addresses[0], 8080) == "refused")
            // A container that starts or ends meanwhile is not held up.
            let other = try host.start(on: 1, 3, ports: [.test(.tcp, 8081)])
            try host.firewall.build(bridges: [bridge], containers: [server.network, other.network])
            #expect(try host.firewall.isThere())
            for port in [8080, 8081] {
                #expect(try host.neighbour.ask(NetworkHost.addresses[0], port) == NetworkHost.neighbourAddresses[0])
            }
            // The lap's links are part of it.
            try host.own.run("ip", "link", "del", host.names.lap.start)
            #expect(try !host.firewall.isThere())
            try host.firewall.build(bridges: [bridge], containers: [server.network])
            #expect(try host.neighbour.ask(NetworkHost.addresses[1], 8080) == NetworkHost.neighbourAddresses[1])
            for container in [server, other] { try container.end() }
        }
    }
}
