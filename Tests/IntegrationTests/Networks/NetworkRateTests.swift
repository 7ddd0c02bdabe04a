import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Rates of a container's links", .requiresRoot)
    struct NetworkRateTests {
        /// Two megabytes each way: two seconds with 8 Mbit a second.
        private static let traffic = """
            import socket, sys, time
            address, way = sys.argv[1:]
            for attempt in range(200):
                try:
                    s = socket.socket()
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
                    s.connect((address, 7000))
                    break
                except OSError:
                    time.sleep(0.05)
            start = time.monotonic()
            if way == "in":
                s.sendall(bytes(2000000))
            else:
                while s.recv(65536): pass
            print(time.monotonic() - start)
            """

        /// How many seconds the traffic takes.
        private func seconds(_ way: String, _ skiff: Skiff) throws -> Double {
            let serves =
                way == "in" ? "nc -l -p 7000 >/dev/null" : "head -c 2000000 /dev/zero | nc -l -p 7000"
            try skiff.run("exec", "-d", "web", "sh", "-c", serves).succeeded()
            let address = try skiff.run("inspect", "-f", "{{.NetworkSettings.IPAddress}}", "web").succeeded().text
            let result = try Program("/usr/bin/env", ["python3", "-c", Self.traffic, address, way]).run().succeeded()
            _ = try skiff.run("exec", "web", "sh", "-c", "killall nc 2>/dev/null; true")
            return try #require(Double(result.text))
        }

        private func links() throws -> [String] {
            try Program("/usr/bin/env", ["ip", "-o", "link", "show", "type", "ifb"]).run().lines
        }

        @Test("each way is kept to its own, changed while the container runs, and nothing of it stays")
        func rates() throws {
            try Neighbour.withHost { skiff, _ in
                let run = ["run", "-d", "--name", "web"]
                try skiff.run(run + ["--network-rate", "in=8mbit", "busybox", "sleep", "1000"]).succeeded()
                #expect(try (1.2...12).contains(seconds("in", skiff)))
                #expect(try seconds("out", skiff) < 1.2)
                try skiff.run("update", "--network-rate", "in=none,out=8mbit", "web").succeeded()
                #expect(try seconds("in", skiff) < 1.2)
                #expect(try (1.2...12).contains(seconds("out", skiff)))
                #expect(try links().count == 1)
                let row = try #require(try skiff.rateRows("web").first)
                #expect(try skiff.rateRows("web").count == 1 && row["name"].string == "network-rate out")
                #expect(row["asked"].string == "8mbit" && row["kernel"].string == "8mbit" && row["note"].string == nil)
                // Two megabytes and their headers have just passed, at one megabyte a second.
                let use = try #require(row["use"].string)
                #expect(use.contains("/s, 2 MiB in all, ") || use.contains("/s, 1.9 MiB in all, "), "\(use)")
                #expect(use.contains(" KiB/s, ") && use.hasSuffix(" packets lost"), "\(use)")
                let shown = "{{json .HostConfig.NetworkRate}}"
                #expect(try skiff.run("inspect", "-f", shown, "web").text == #"{"In":0,"Out":8000000}"#)
                try skiff.run("restart", "-t", "0", "web").succeeded()
                #expect(try (1.2...12).contains(seconds("out", skiff)))
                try skiff.run("update", "--network-rate", "none", "web").succeeded()
                #expect(try seconds("out", skiff) < 1.2 && links().isEmpty)

                try skiff.run("update", "--network-rate", "8mbit", "web").succeeded()
                #expect(try links().count == 1)
                try skiff.run("stop", "-t", "0", "web").succeeded()
                #expect(try links().isEmpty)
                try skiff.run("start", "web").succeeded()
                kill(try skiff.supervisor(of: "web"), SIGKILL)
                let isLost = try eventually { try skiff.run("ps", "-q").lines.isEmpty }
                #expect(isLost)
                try skiff.run("system", "recover").succeeded()
                #expect(try links().isEmpty)
            }
        }

        @Test("limits show each link's rate as asked and as the kernel has it, and what became of the one or the other")
        func limits() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "back").succeeded()
                try skiff.run(
                    "run", "-d", "--name", "web", "--cap-add", "NET_ADMIN", "--network", "bridge", "--network", "back",
                    "--network-rate", "in=40gbit,out=500kbit", "busybox", "sleep", "1000"
                ).succeeded()
                let shown = try skiff.rateRows("web")
                #expect(shown.map { $0["kernel"].string } == ["40gbit", "500kbit", "40gbit", "500kbit"])
                #expect(shown.count { $0["file"].string?.hasSuffix("(eth1)") == true } == 2)
                let line = try #require(try skiff.run("limits", "web").lines.first { $0.hasPrefix("network-rate in") })
                #expect(line.contains("40gbit") && line.contains("tbf at sk"), "\(line)")
                // Somebody takes one away at the host's end, and the container takes its other link away.
                let end = try #require(shown[0]["file"].string?.split(separator: " ").dropFirst(2).first)
                try Program("/usr/bin/env", ["tc", "qdisc", "del", "dev", String(end), "root"]).run().succeeded()
                try skiff.run("exec", "web", "ip", "link", "del", "eth1").succeeded()
                let rest = try skiff.rateRows("web")
                #expect(rest[0]["kernel"].string == nil && rest[0]["note"].string == "no limit", "\(rest)")
                #expect(rest[1]["kernel"].string == "500kbit")
                #expect(rest[2]["note"].string?.contains("eth1") == true, "\(rest)")
                try skiff.run("run", "-d", "--name", "plain", "busybox", "sleep", "1000").succeeded()
                #expect(try skiff.rateRows("plain").isEmpty)
            }
        }

        @Test("a container that may change its own links doesn't change its rate")
        func administrator() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run(
                    "run", "-d", "--name", "web", "--cap-add", "NET_ADMIN", "--network-rate", "out=8mbit", "busybox",
                    "sleep", "1000"
                ).succeeded()
                let change = "ip link set eth0 down; ip link set eth0 name x; ip link set x up; ip link set x name eth0"
                try skiff.run("exec", "web", "sh", "-c", change).succeeded()
                #expect(try (1.2...12).contains(seconds("out", skiff)))
                // A link of its own in that place, whose other end's number may be that of a link of the host.
                let imposture = "ip link set eth0 name x; ip link add eth0 type veth peer name y"
                try skiff.run("exec", "web", "sh", "-c", imposture).succeeded()
                let refused = try skiff.run("update", "--network-rate", "out=16mbit", "web")
                #expect(refused.exitCode != 0, "\(refused)")
                let disciplines = try Program("/usr/bin/env", ["tc", "qdisc", "show"]).run().succeeded().lines
                #expect(disciplines.allSatisfy { !$0.contains("16Mbit") }, "\(disciplines)")
            }
        }

        @Test("what can't be is refused in a sentence, and a plan tells of the rest")
        func words() throws {
            try Neighbour.withHost { skiff, _ in
                for (words, reason) in [
                    ("--network-rate 10mb", "is no rate"), ("--network-rate in=1bit", "from 1kbit"),
                    ("--network-rate up=1mbit", "in=RATE"), ("--network-rate=", "is no rate"),
                    ("--network-rate 9999999gbit", "to 1000gbit"), ("--network-rate in=.mbit", "is no rate"),
                    ("--network none --network-rate 10mbit", "needs a network"),
                    ("--network host --network-rate 10mbit", "needs a network"),
                ] {
                    let refused = try skiff.run(
                        ["run", "--rm"] + words.split(separator: " ").map(String.init) + ["busybox", "true"])
                    #expect(
                        refused.exitCode == 125 && refused.errorText.contains(reason), "\(words): \(refused.errorText)")
                }
                try skiff.run("network", "create", "-d", "macvlan", "-o", "parent=uplink", "lan").succeeded()
                let upper = try skiff.run(
                    "run", "--rm", "--network", "lan", "--network-rate", "1mbit", "busybox", "true")
                #expect(upper.exitCode == 125 && upper.errorText.contains("macvlan has no end"), "\(upper.errorText)")
                let plan = try skiff.run("run", "--plan", "--network-rate", "in=1.5mbit", "busybox", "true").succeeded()
                #expect(plan.text.contains("each link of the network: in=1500kbit"))
                #expect(try links().isEmpty && skiff.run("ps", "-aq").lines.isEmpty)
            }
        }
    }
}

extension Skiff {
    /// What `limits` says of a container's links.
    fileprivate func rateRows(_ container: String) throws -> [JSON] {
        try run("limits", "--format", "json", container).json()["rows"].elements.filter {
            $0["name"].string?.hasPrefix("network-rate") == true
        }
    }
}
