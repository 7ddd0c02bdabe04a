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

    /// Ways in which a host drops what comes in by another link than an answer would leave by.
    enum Check: String, CaseIterable {
        case sysctl, nftables, iptables, legacy

        func apply(to host: NetworkHost) throws {
            switch self {
            case .sysctl: try host.own.run("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1")
            case .nftables:
                // As firewalld has it for IPv6 (IPv6_rpfilter=yes).
                let lines = [
                    "add table inet fw",
                    "add chain inet fw check { type filter hook prerouting priority filter + 10; }",
                    "add rule inet fw check icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept",
                    "add rule inet fw check fib saddr . mark . iif oif missing drop",
                ]
                try host.own.run("nft", lines.joined(separator: "; "))
            case .iptables: try check(host, by: ["iptables-nft", "ip6tables-nft"])
            case .legacy: try check(host, by: ["iptables-legacy", "ip6tables-legacy"])
            }
        }

        private func check(_ host: NetworkHost, by programs: [String]) throws {
            for program in programs {
                try host.own.run(
                    program, "-t", "raw", "-A", "PREROUTING", "-m", "rpfilter", "--validmark", "--invert", "-j", "DROP")
            }
        }
    }

    @Test("a host that checks where packets come from lets published ports work", arguments: Check.allCases)
    func reversePath(_ check: Check) throws {
        try NetworkHost.run { host in
            try check.apply(to: host)
            try host.makeNetwork(1)
            let server = try host.start(on: 1, 2, ports: [.test()])
            for version in 0..<2 {
                let address = NetworkHost.addresses[version]
                #expect(try host.neighbour.ask(address, 8080) == NetworkHost.neighbourAddresses[version])
            }
            #expect(try server.place.ask(NetworkHost.addresses[0], 8080) == "10.9.1.1")
            // What lies is still dropped: an address of the containers' network comes from elsewhere.
            try host.neighbour.run("ip", "address", "add", "10.9.1.9/32", "dev", "lo")
            #expect(try host.neighbour.ask(NetworkHost.addresses[0], 8080, from: "10.9.1.9") == "timed out")
            try server.end()
        }
    }

    @Test("the mark of the first packet is seen by nobody behind the checks")
    func mark() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            let lines = [
                "add table inet fw",
                "add chain inet fw forward { type filter hook forward priority 0; }",
                "add rule inet fw forward meta mark != 0 drop",
            ]
            try host.own.run("nft", lines.joined(separator: "; "))
            // Who routes by the lap's mark must not find it either: all of it is back at zero before.
            let server = try host.start(on: 1, 2, ports: [.test()])
            for version in 0..<2 {
                let address = NetworkHost.addresses[version]
                #expect(try host.neighbour.ask(address, 8080) == NetworkHost.neighbourAddresses[version])
            }
            #expect(try HostRoutes.defaultLink() == "uplink")
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
        try [
            "nft list ruleset", "iptables-legacy-save", "ip6tables-legacy-save", "ip rule", "ip -6 rule",
            "sh -c 'ip route show table all | grep lap'", "sh -c 'ip -6 route show table all | grep lap'",
        ].map { command in
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
