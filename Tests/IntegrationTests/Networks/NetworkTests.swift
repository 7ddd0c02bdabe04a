import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Networks", .requiresRoot)
    struct NetworkTests {
        @Test("they are made, listed, looked at and removed, and so are their bridges")
        func life() throws {
            try Neighbour.withHost { skiff, _ in
                let id = try skiff.run("network", "create", "--label", "a=b", "shop").succeeded().text
                #expect(id.count == 64)
                #expect(
                    try skiff.run("network", "ls", "--format", "{{.Name}} {{.Driver}}").succeeded().lines
                        == ["bridge bridge", "host host", "none null", "shop bridge"])
                #expect(try skiff.run("network", "ls", "-q", "--filter", "label=a=b").text == id.prefix(12))
                let network = try skiff.run("network", "inspect", "shop").json()[0]
                #expect(network["Id"].string == id)
                #expect(network["IPAM"]["Config"].elements.count == 2)
                let bridge = try #require(network["Options"]["com.docker.network.bridge.name"].string)
                #expect(try Program("/usr/bin/env", ["ip", "link", "show", bridge]).run().exitCode == 0)
                #expect(try skiff.run("network", "rm", "shop").succeeded().text == "shop")
                #expect(try Program("/usr/bin/env", ["ip", "link", "show", bridge]).run().exitCode != 0)
                #expect(try skiff.run("network", "rm", "shop").exitCode == 1)
                #expect(try skiff.run("network", "rm", "-f", "shop").exitCode == 0)
            }
        }

        @Test("bad input is refused in a sentence, and nothing is made")
        func badInput() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "--subnet", "10.9.0.0/16", "shop").succeeded()
                let before = try skiff.networkSnapshot()
                for (words, reason) in [
                    ("create shop", "already exists"), ("create bridge", "always there"),
                    ("create --subnet 10.9.5.0/24 x", "overlaps with 10.9.0.0/16 of network shop"),
                    ("create --subnet 192.0.2.0/24 x", "to which the host has a route"),
                    ("create --subnet 10.8.0.0/16 --gateway 10.7.0.1 x", "outside of the subnet"),
                    ("create -d overlay x", "there are the drivers bridge and macvlan"),
                    ("create -d macvlan x", "-o parent=LINK"), ("create -o foo=1 x", "unknown option"),
                    ("create -o com.docker.network.bridge.name=uplink x", "a link uplink already"),
                    ("create .x", "no name for a network"), ("inspect x", "network x not found"),
                    ("rm bridge", "can't be removed"), ("connect shop nobody", "no such container: nobody"),
                ] {
                    let refused = try skiff.run(["network"] + words.split(separator: " ").map(String.init))
                    #expect(
                        refused.exitCode != 0 && refused.errorText.contains(reason), "\(words): \(refused.errorText)")
                }
                #expect(try skiff.run("network", "ls", "-q").lines.count == 4)
                let change = try skiff.networkSnapshot().difference(from: before)
                #expect(change.isEmpty, "\(change)")
            }
        }

        @Test("what a container can't have is refused before it starts, and leaves nothing")
        func badRuns() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "--subnet", "10.9.0.0/30", "tiny").succeeded()
                try skiff.run("network", "create", "--subnet", "fd00:9::/64", "shop").succeeded()
                try skiff.withContainer(["--network", "tiny", "--name", "first"]) { _ in
                    let before = try skiff.networkSnapshot()
                    for (words, reason) in [
                        ("--network nowhere", "network nowhere not found"),
                        ("--network tiny", "no address is left of 10.9.0.0/30"),
                        // What it has been given already it gives back.
                        ("--network shop --network tiny", "no address is left of 10.9.0.0/30"),
                        ("--network shop --ip6 fd00:9::1", "is the gateway"),
                        ("--network shop --user nobody-here", "nobody-here"),
                        ("--network shop -p 192.0.2.77:80:80", "the host has no such address"),
                        ("--network tiny --ip 10.9.0.2", "is in use by container first"),
                        ("--network tiny --ip 10.9.0.1", "is the gateway"),
                        ("--network tiny --ip 10.9.1.1", "is outside of network tiny"),
                        ("--network none --ip 10.9.1.1", "need a network"), ("--network none -p 80:80", "--publish"),
                        ("--network container:first -p 80:80", "port publishing"),
                        ("--network host --network tiny", "excludes other networks"),
                        ("--network tiny --network tiny", "multiple times"), ("-p 80:80 -p 80:81", "published twice"),
                    ] {
                        let refused = try skiff.run(
                            ["run", "--rm"] + words.split(separator: " ").map(String.init) + ["busybox", "true"])
                        #expect(
                            refused.exitCode == 125 && refused.errorText.contains(reason),
                            "\(words): \(refused.errorText)")
                    }
                    #expect(try skiff.run("ps", "-aq").lines.count == 1)
                    #expect(try skiff.networkSnapshot() == before)
                }
            }
        }

        @Test("addresses are free when a container has ended, and after a crash")
        func leases() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "--subnet", "10.9.0.0/30", "tiny").succeeded()
                let address = "{{.NetworkSettings.Networks.tiny.IPAddress}}"
                for _ in 0..<3 {
                    #expect(try skiff.run("run", "--rm", "--network", "tiny", "busybox", "true").exitCode == 0)
                }
                try skiff.run("run", "-d", "--name", "one", "--network", "tiny", "busybox", "sleep", "1000").succeeded()
                #expect(try skiff.run("inspect", "-f", address, "one").text == "10.9.0.2")
                #expect(try skiff.run("network", "rm", "tiny").errorText.contains("has active endpoints: one ("))
                try skiff.run("stop", "-t", "0", "one").succeeded()
                #expect(try skiff.run("inspect", "-f", address, "one").text == "")
                try skiff.run("start", "one").succeeded()
                #expect(try skiff.run("inspect", "-f", address, "one").text == "10.9.0.2")
                let supervisor = try skiff.supervisor(of: "one")
                kill(supervisor, SIGKILL)
                let isLost = try eventually { try skiff.run("ps", "-q").lines.isEmpty }
                #expect(isLost)
                #expect(try skiff.run("system", "recover").exitCode == 0)
                #expect(try !skiff.networkSnapshot().contains { $0.contains("/addresses/") })
                #expect(try skiff.run("run", "--rm", "--network", "tiny", "busybox", "true").exitCode == 0)
                #expect(try skiff.run("network", "rm", "tiny").exitCode == 0)
                // Started once more, it says what it misses.
                #expect(try skiff.run("start", "one").errorText.contains("network tiny not found"))
            }
        }

        @Test("whoever notices that a supervisor was lost gives back its addresses, names, ports and rate")
        func lost() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "shop").succeeded()
                let run = ["run", "-d", "--network", "shop", "--network-alias", "store", "--network-rate", "out=8mbit"]
                // Bridge and rules stay once they are made.
                try skiff.run(run + ["--rm", "-p", "8080:80", "busybox", "true"]).succeeded()
                _ = try eventually { try skiff.run("ps", "-aq").lines.isEmpty }
                let before = try skiff.networkSnapshot()
                let restarting = ["--restart", "always", "busybox", "false"]
                for command in [["busybox", "sleep", "1000"], restarting] {
                    try skiff.run(run + ["--name", "web", "-p", "8080:80"] + command).succeeded()
                    let status = command == restarting ? "restarting" : "running"
                    let isSo = try eventually(within: .seconds(20)) {
                        // The fourth pause between two runs is long enough to be met.
                        let state = try skiff.inspect("web")
                        let isLong = command != restarting || state["RestartCount"].number ?? 0 > 2
                        return isLong && state["State"]["Status"].string == status
                    }
                    #expect(isSo, "\(status)")
                    let during = try skiff.networkSnapshot()
                    #expect(during.contains { $0.contains("/addresses/") } && during != before, "\(status)")
                    let supervisors = skiff.supervisors.map(\.id)
                    for supervisor in supervisors { kill(supervisor, SIGKILL) }
                    #expect(try eventually { skiff.supervisors.isEmpty })
                    #expect(try skiff.run("ps", "-q").succeeded().lines.isEmpty)
                    let change = try skiff.networkSnapshot().difference(from: before)
                    #expect(change.isEmpty, "\(status): \(change)")
                    try skiff.run("rm", "web").succeeded()
                }
            }
        }

        @Test("a hundred containers leave links, routes, rules and addresses as they were")
        func cycles() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "shop").succeeded()
                let run = ["run", "--rm", "--network", "shop", "-p", "8080:80", "-p", "53/udp", "busybox", "true"]
                try skiff.run(run).succeeded()
                let before = try skiff.networkSnapshot().filter { !$0.contains("/networks/ports/") }
                for _ in 0..<100 { try skiff.run(run).succeeded() }
                let after = try skiff.networkSnapshot().filter { !$0.contains("/networks/ports/") }
                let change = after.difference(from: before)
                #expect(change.isEmpty, "\(change)")
            }
        }
    }
}
