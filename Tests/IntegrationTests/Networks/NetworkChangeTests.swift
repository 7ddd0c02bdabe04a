import TestSupport
import Testing

extension IntegrationTests {
    @Suite("A running container's networks change", .requiresRoot)
    struct NetworkChangeTests {
        @Test("with another name it is found by that, by the same link, and no longer by the old one")
        func rename() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "back").succeeded()
                for (name, words) in [("web", ["--hostname", "box", "--network-alias", "store"]), ("asker", [])] {
                    try skiff.run(
                        ["run", "-d", "--name", name, "--network", "back"] + words + ["busybox", "sleep", "1000"]
                    ).succeeded()
                }
                let asks = { (name: String) in try skiff.run("exec", "asker", "nslookup", name).exitCode == 0 }
                let link = { try skiff.inside("shop", "cat /sys/class/net/eth0/ifindex") }
                #expect(try asks("web") && asks("store") && !asks("shop"))
                let before = try skiff.inside("web", "cat /sys/class/net/eth0/ifindex")
                try skiff.run("rename", "web", "shop").succeeded()
                #expect(try asks("shop") && asks("store") && !asks("web"))
                #expect(try link() == before)
                let hosts = try skiff.inside("shop", "cat /etc/hosts")
                #expect(hosts.contains("\tbox shop") && !hosts.contains("web"), "\(hosts)")
                let names = "{{join .NetworkSettings.Networks.back.DNSNames \" \"}}"
                #expect(try skiff.run("inspect", "-f", names, "shop").text.hasPrefix("shop "))
                try skiff.run("restart", "-t", "0", "shop").succeeded()
                #expect(try asks("shop") && !asks("web"))
            }
        }

        @Test("its files follow, with what somebody has added, and so do the names that it finds and its default route")
        func files() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "back").succeeded()
                try skiff.run("run", "-d", "--name", "store", "--network", "back", "busybox", "sleep", "1000")
                    .succeeded()
                try skiff.run(
                    "run", "-d", "--name", "web", "--dns", "192.0.2.53", "-p", "8080:80", "busybox", "sleep", "1000"
                ).succeeded()
                let resolver = { try skiff.inside("web", "grep nameserver /etc/resolv.conf") }
                let own = { try skiff.inside("web", "grep -c web /etc/hosts || true") }
                let route = { try skiff.inside("web", "ip route show default") }
                #expect(try resolver() == "nameserver 192.0.2.53" && own() == "2")
                try skiff.run("exec", "web", "sh", "-c", "echo 9.9.9.9 mine >>/etc/hosts").succeeded()

                try skiff.run("network", "connect", "back", "web").succeeded()
                #expect(try resolver() == "nameserver 127.0.0.11" && own() == "4")
                #expect(try skiff.run("exec", "web", "nslookup", "store").exitCode == 0)
                #expect(try route().contains("dev eth0"))
                try skiff.run("network", "disconnect", "bridge", "web").succeeded()
                #expect(try resolver() == "nameserver 127.0.0.11" && own() == "2")
                #expect(try route().contains("dev eth1"))
                #expect(try skiff.run("exec", "web", "nslookup", "store").exitCode == 0)
                #expect(try skiff.run("port", "web", "80").lines == ["0.0.0.0:8080", "[::]:8080"])

                try skiff.run("network", "disconnect", "back", "web").succeeded()
                #expect(try resolver() == "nameserver 192.0.2.53" && own() == "0")
                #expect(try skiff.inside("web", "tail -n 1 /etc/hosts") == "9.9.9.9 mine")
                #expect(try skiff.run("port", "web").text == "")
                #expect(try skiff.run("ps", "--filter", "name=web", "--format", "{{.Ports}}").text == "")
                #expect(
                    try skiff.run("inspect", "-f", "{{json .NetworkSettings.Ports}}", "web").text
                        == #"{"80/tcp":null}"#)
                try skiff.run("network", "connect", "bridge", "web").succeeded()
                #expect(try skiff.run("port", "web", "80").lines == ["0.0.0.0:8080", "[::]:8080"])
                #expect(try own() == "2")
            }
        }

        @Test("a resolv.conf that it has written to stays, after a restart too, and other files are made anew")
        func editedFile() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "back").succeeded()
                for words in [[], ["--rm"]] {
                    try skiff.run(["run", "-d", "--name", "web"] + words + ["busybox", "sleep", "1000"]).succeeded()
                    let edit = "echo nameserver 192.0.2.99 >/etc/resolv.conf; echo 9.9.9.9 mine >>/etc/hosts"
                    try skiff.run("exec", "web", "sh", "-c", edit).succeeded()
                    let files = { try skiff.inside("web", "cat /etc/resolv.conf; grep -c mine /etc/hosts || true") }
                    try skiff.run("network", "connect", "back", "web").succeeded()
                    #expect(try files() == "nameserver 192.0.2.99\n1", "\(words)")
                    if words.isEmpty {
                        try skiff.run("restart", "-t", "0", "web").succeeded()
                        #expect(try files() == "nameserver 192.0.2.99\n0")
                    }
                    try skiff.run("rm", "-f", "web").succeeded()
                }
            }
        }
    }
}

extension Skiff {
    /// What a shell says in a container.
    fileprivate func inside(_ container: String, _ script: String) throws -> String {
        try run("exec", container, "sh", "-c", script).succeeded().text
    }
}
