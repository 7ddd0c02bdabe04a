import TestSupport
import Testing

extension IntegrationTests {
    /// Debian's firewalls, as they come, with what docs/networks.md says to tell them.
    @Suite("Published ports behind a firewall of the host", .requiresRoot)
    struct HostFirewallTests {
        /// A server behind the ports 8080 and 8081.
        private func start(_ skiff: Skiff) throws {
            try skiff.run(
                "run", "-d", "--name", "web", "-p", "8080:80", "-p", "8081:80", "busybox", "sh", "-c",
                "echo web >/tmp/name; exec httpd -f -h /tmp"
            ).succeeded()
            let isServed = try eventually { try Neighbour.fetchHere("http://127.0.0.1:8081/name") == "web" }
            #expect(isServed)
        }

        /// That the neighbour reaches 8080, or doesn't, by both versions, and never 8081.
        private func expect(
            _ neighbour: Neighbour, reaches: Bool, _ moment: Comment, at location: SourceLocation = #_sourceLocation
        ) throws {
            for host in ["192.0.2.1", "[2001:db8::1]"] {
                let isServed = try neighbour.fetch("http://\(host):8080/name", within: reaches ? 5 : 1) == "web"
                #expect(isServed == reaches, moment, sourceLocation: location)
                let other = try neighbour.fetch("http://\(host):8081/name", within: 1)
                #expect(other != "web", moment, sourceLocation: location)
            }
        }

        private func bridge(_ skiff: Skiff) throws -> String {
            let options = try skiff.run("network", "inspect", "bridge").json()[0]["Options"]
            return try #require(options["com.docker.network.bridge.name"].string)
        }

        private func host(_ command: String) throws -> ProgramResult {
            try Program("/usr/bin/env", command.split(separator: " ").map(String.init)).run().succeeded()
        }

        @Test("firewalld: a port that it opens is reached, no other; its rules stay, ours outlive a reload")
        func firewalld() throws {
            try Neighbour.withHost { skiff, neighbour in
                try withTemporaryDirectory { directory in
                    try Firewalld.run(in: directory) { firewalld in
                        let rules = "nft --stateless list table inet firewalld"
                        let before = try host(rules).text
                        try start(skiff)
                        #expect(try host(rules).text == before)
                        try expect(neighbour, reaches: false, "nothing is open")
                        try firewalld.command("--add-port=8080/tcp")
                        try expect(neighbour, reaches: true, "8080 is open")
                        try firewalld.command("--permanent", "--add-port=8080/tcp")
                        try firewalld.command("--reload")
                        try expect(neighbour, reaches: true, "after a reload")
                        let out = ["exec", "web", "ping", "-c", "1", "-W", "1", "192.0.2.2"]
                        #expect(try skiff.run(out).exitCode == 1)
                        try firewalld.command("--zone=trusted", "--add-interface=\(bridge(skiff))")
                        #expect(try skiff.run(out).exitCode == 0)
                        try expect(neighbour, reaches: true, "with a trusted bridge")
                    }
                }
            }
        }

        @Test("ufw: a port that it allows is reached, no other, also after a reload")
        func ufw() throws {
            try Neighbour.withHost { skiff, neighbour in
                try withTemporaryDirectory { directory in
                    // It writes down what it is told.
                    for (number, place) in ["/etc/ufw", "/etc/default", "/usr/lib/ufw"].enumerated() {
                        try Program(
                            "/bin/sh",
                            [
                                "-c",
                                "cp -a \(place) \(directory)/\(number); mount --bind \(directory)/\(number) \(place)",
                            ]
                        ).run().succeeded()
                    }
                    _ = try host("mount -t tmpfs run /run")
                    _ = try host("ufw --force enable")
                    let before = try host("iptables-save").lines.filter { !$0.hasPrefix("#") && !$0.hasPrefix(":") }
                    try start(skiff)
                    let after = try host("iptables-save").lines.filter { !$0.hasPrefix("#") && !$0.hasPrefix(":") }
                    #expect(after == before)
                    try expect(neighbour, reaches: false, "nothing is allowed")
                    _ = try host("ufw allow 8080/tcp")
                    _ = try host("ufw route allow out on \(bridge(skiff))")
                    try expect(neighbour, reaches: true, "8080 is allowed")
                    _ = try host("ufw reload")
                    try expect(neighbour, reaches: true, "after a reload")
                    _ = try host("ufw delete allow 8080/tcp")
                    try expect(neighbour, reaches: false, "8080 is allowed no more")
                }
            }
        }

        @Test("a host that drops what it sends itself lets the first packet around by a rule for the lap")
        func output() throws {
            try Neighbour.withHost { skiff, neighbour in
                try start(skiff)
                let rules = [
                    "add table inet host", "add chain inet host in { type filter hook input priority 0; }",
                    "add rule inet host in tcp dport 8081 drop",
                    "add chain inet host out { type filter hook output priority 0; policy drop; }",
                    "add rule inet host out oifname lo accept",
                    "add rule inet host out ct state established,related accept",
                    "add rule inet host out icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept",
                ]
                try Program("/usr/bin/env", ["nft", rules.joined(separator: "; ")]).run().succeeded()
                try expect(neighbour, reaches: false, "nothing is let out")
                // "3: sk-lap1@sk-lap0: <…"
                let links = try host("ip -o link").lines.compactMap {
                    $0.split { ":@ ".contains($0) }.dropFirst().first
                }
                let lap = try #require(links.first { $0.hasSuffix("-lap0") })
                _ = try host("nft add rule inet host out oifname \(lap) accept")
                try expect(neighbour, reaches: true, "the lap is let out")
            }
        }
    }
}
