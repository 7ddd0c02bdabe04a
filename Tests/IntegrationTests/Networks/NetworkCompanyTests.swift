import TestSupport
import Testing

extension IntegrationTests {
    @Suite("A container's network beside what else it asks for", .requiresRoot)
    struct NetworkCompanyTests {
        @Test("it listens at port 53 of all addresses itself, over UDP and TCP, and still finds others by name")
        func port53() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "back").succeeded()
                for name in ["server", "asker"] {
                    try skiff.run("run", "-d", "--name", name, "--network", "back", "busybox", "sleep", "1000")
                        .succeeded()
                }
                // busybox's dnsd answers over UDP, nc over TCP.
                let serve = "echo 'own.test 192.0.2.77' >/tmp/zone; dnsd -c /tmp/zone -d; nc -lk -p 53 -e echo mine"
                try skiff.run("exec", "-d", "server", "sh", "-c", serve).succeeded()
                let isAnswered = try eventually {
                    try skiff.run("exec", "asker", "nslookup", "own.test", "server").text.contains("192.0.2.77")
                }
                #expect(isAnswered)
                let isServed = try eventually {
                    try skiff.run("exec", "asker", "sh", "-c", "nc -w 2 server 53 </dev/null").text == "mine"
                }
                #expect(isServed)
                #expect(try skiff.run("exec", "server", "nslookup", "asker").exitCode == 0)
            }
        }

        @Test("with a user namespace of its own it has the same: links, names, ports and files", .requiresMappedOverlay)
        func userNamespace() throws {
            try Neighbour.withHost { skiff, neighbour in
                try skiff.run("network", "create", "back").succeeded()
                try skiff.run("run", "-d", "--name", "other", "--network", "back", "busybox", "sleep", "1000")
                    .succeeded()
                let serve = ["sh", "-c", "hostname >/tmp/name; exec httpd -f -h /tmp"]
                try skiff.run(
                    ["run", "-d", "--name", "web", "--hostname", "web", "--userns", "auto", "--network", "back"]
                        + ["-p", "8080:80", "--network-rate", "100mbit", "--cap-add", "NET_ADMIN", "busybox"] + serve
                ).succeeded()
                let inside = { (script: String) in try skiff.run("exec", "web", "sh", "-c", script) }
                let isServed = try eventually { try neighbour.fetch("http://192.0.2.1:8080/name") == "web" }
                #expect(isServed)
                #expect(try skiff.run("exec", "other", "nslookup", "web").exitCode == 0)
                #expect(try inside("nslookup other").exitCode == 0)
                // The namespace is its own: it may change its links, and sysfs shows them.
                #expect(try inside("ip link set eth0 mtu 1400 && cat /sys/class/net/eth0/mtu").text == "1400")
                #expect(try inside("ls /sys/class/net").lines.sorted() == ["eth0", "lo"])
                #expect(
                    try inside("echo 9.9.9.9 nine >>/etc/hosts; stat -c %u /etc/hosts /etc/resolv.conf").text == "0\n0")
                try skiff.run("network", "connect", "bridge", "web").succeeded()
                #expect(try inside("ls /sys/class/net; grep -c web /etc/hosts").lines == ["eth0", "eth1", "lo", "4"])
                try skiff.run("network", "disconnect", "back", "web").succeeded()
                #expect(try inside("ip route show default").text.contains("eth1"))
                try skiff.run("restart", "-t", "0", "web").succeeded()
                let isServedAgain = try eventually { try neighbour.fetch("http://192.0.2.1:8080/name") == "web" }
                #expect(isServedAgain)
            }
        }
    }
}
