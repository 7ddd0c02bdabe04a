import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Networks of driver macvlan", .requiresRoot)
    struct MacvlanTests {
        private let network = [
            "network", "create", "-d", "macvlan", "-o", "parent=uplink", "--subnet", "192.0.2.0/24", "--gateway",
            "192.0.2.2", "--ip-range", "192.0.2.64/26", "--subnet", "2001:db8::/64", "--gateway", "2001:db8::2", "lan",
        ]

        @Test("a container is a neighbour of other hosts, by both versions, with its own hardware address")
        func reach() throws {
            try Neighbour.withHost { skiff, neighbour in
                try skiff.run(network).succeeded()
                try skiff.run(
                    "run", "-d", "--name", "web", "--network", "lan", "--mac-address", "02:42:c0:00:02:63", "--ip",
                    "192.0.2.99", "--ip6", "2001:db8::99", "busybox", "sh", "-c",
                    "echo web >/tmp/name; exec httpd -f -h /tmp"
                ).succeeded()
                for address in ["192.0.2.99", "[2001:db8::99]"] {
                    let isServed = try eventually { try neighbour.fetch("http://\(address)/name") == "web" }
                    #expect(isServed, "\(address)")
                }
                // Nobody translates on the way: the neighbour knows the container's own hardware address.
                let neighbours = try neighbour.run(["ip", "neigh", "show", "192.0.2.99"]).text
                #expect(neighbours.contains("02:42:c0:00:02:63"), "\(neighbours)")
                // Two containers of the network reach each other, and find each other by name.
                let other = ["run", "--rm", "--network", "lan", "busybox"]
                #expect(try skiff.run(other + ["ping", "-c", "1", "-W", "2", "192.0.2.99"]).exitCode == 0)
                #expect(try skiff.run(other + ["nslookup", "web"]).text.contains("192.0.2.99"))
                // And the other host, which is their gateway too.
                #expect(try skiff.run(other + ["ping", "-c", "1", "-W", "2", "192.0.2.2"]).exitCode == 0)
                // What is given out lies in the range.
                let address = try skiff.shell(["--network", "lan"], "ip -o -4 addr show eth0").text
                let number = address.split(separator: "192.0.2.").dropFirst().first?.prefix { $0.isNumber }
                #expect(number.flatMap { Int($0) }.map { (64...127).contains($0) } == true, "\(address)")
                // The host got no link of it.
                #expect(try host("ip -o link show type macvlan").text == "")
            }
        }

        @Test("ports are published by a bridge alone: without one they are refused, and with one they lead there")
        func publishing() throws {
            try Neighbour.withHost { skiff, neighbour in
                try skiff.run(network).succeeded()
                for verb in ["run", "create"] {
                    let refused = try skiff.run(verb, "--network", "lan", "-p", "8080:80", "busybox", "true")
                    #expect(
                        refused.exitCode == 125 && refused.text.isEmpty
                            && refused.errorText.contains("can lead into network lan")
                            && refused.errorText.split(separator: "\n").count == 1, "\(refused)")
                }
                #expect(try skiff.run("ps", "-aq").lines.isEmpty)
                #expect(try !skiff.networkSnapshot().contains { $0.contains("/addresses/") })
                // What is exposed only asks for nothing of the host's.
                try skiff.run(
                    "run", "-d", "--name", "web", "--network", "lan", "-P", "--expose", "80", "busybox", "sh", "-c",
                    "echo web >/tmp/name; exec httpd -f -h /tmp"
                ).succeeded()
                let ports = { try skiff.run("port", "web").succeeded().lines }
                #expect(try ports().isEmpty)
                #expect(
                    try skiff.run("inspect", "-f", "{{json .NetworkSettings.Ports}}", "web").text == #"{"80/tcp":null}"#
                )
                #expect(try !skiff.networkSnapshot().contains { $0.contains("/networks/ports/") })
                let changed = try skiff.run("update", "--publish", "8080:80", "web")
                #expect(changed.exitCode == 1 && changed.errorText.contains("network lan"), "\(changed)")
                // With a bridge besides ports lead there, though the other network is the first.
                try skiff.run("network", "connect", "bridge", "web").succeeded()
                #expect(try ports().count == 2)
                try skiff.run("update", "--publish", "8080:80", "web").succeeded()
                let isServed = try eventually { try Neighbour.fetchHere("http://127.0.0.1:8080/name") == "web" }
                #expect(isServed)
                try skiff.run("restart", "-t", "0", "web").succeeded()
                let isServedAgain = try eventually { try Neighbour.fetchHere("http://127.0.0.1:8080/name") == "web" }
                #expect(isServedAgain)
                try skiff.run("network", "disconnect", "bridge", "web").succeeded()
                #expect(try ports().isEmpty)
                #expect(try skiff.run("update", "--unpublish", "80", "web").exitCode == 0)
            }
        }

        @Test("a parent that is none is refused, and nothing is made")
        func badParents() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "ls").succeeded()
                let before = try skiff.networkSnapshot()
                for (words, reason) in [
                    ("nowhere", "the host has no link nowhere to stand on"), ("lo", "lo is the host's loopback"),
                    ("../x", "can't be the name of a link"), ("averyveryverylongname", "can't be the name of a link"),
                ] {
                    let refused = try skiff.run("network", "create", "-d", "macvlan", "-o", "parent=\(words)", "bad")
                    #expect(
                        refused.exitCode == 1 && refused.errorText.contains(reason) && refused.text.isEmpty,
                        "\(words): \(refused)")
                    #expect(refused.errorText.split(separator: "\n").count == 1, "\(words)")
                }
                #expect(try skiff.run("network", "inspect", "bad").exitCode == 1)
                #expect(try skiff.networkSnapshot() == before)
            }
        }

        @Test("a parent that is gone, or taken by a bridge, is refused at the start in a sentence")
        func lostParents() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run(network).succeeded()
                let run = ["run", "--rm", "--network", "lan", "busybox", "true"]
                #expect(try skiff.run(run).exitCode == 0)
                try host("ip link add others type bridge")
                // The last container's link goes with its namespace, a little later.
                let isFree = try eventually {
                    try Program("/usr/bin/env", ["ip", "link", "set", "uplink", "master", "others"]).run().exitCode == 0
                }
                #expect(isFree)
                let taken = try skiff.run(run)
                #expect(taken.exitCode == 125 && taken.errorText.contains("uplink is taken as a whole"), "\(taken)")
                try host("ip link del uplink")
                let gone = try skiff.run(run)
                #expect(gone.exitCode == 125 && gone.errorText.contains("has no link uplink any more"), "\(gone)")
                #expect(try skiff.run("ps", "-aq").lines.isEmpty)
                #expect(try !skiff.networkSnapshot().contains { $0.contains("/addresses/") })
                #expect(try skiff.run("network", "rm", "lan").exitCode == 0)
            }
        }

        @discardableResult
        private func host(_ command: String) throws -> ProgramResult {
            try Program("/usr/bin/env", command.split(separator: " ").map(String.init)).run().succeeded()
        }
    }
}
