import TestSupport
import Testing

extension IntegrationTests {
    @Suite("A container's network beside what else it asks for", .requiresRoot)
    struct NetworkCompanyTests {
        @Test("it listens at port 53 of all addresses itself, over UDP and TCP, and still finds others by name")
        func port53() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "back").succeeded()
                // Python is the host's.
                for name in ["server", "asker"] {
                    try skiff.run(
                        "run", "-d", "--name", name, "--network", "back", "-v", "/:/host:ro", "busybox", "sleep", "1000"
                    ).succeeded()
                }
                let python = ["chroot", "/host", "/usr/bin/python3", "-c"]
                try skiff.run(["exec", "-d", "server"] + python + [Self.serve]).succeeded()
                let addresses = try skiff.inspect("server")["NetworkSettings"]["Networks"]["back"]
                let address = try #require(addresses["IPAddress"].string)
                let ask = ["exec", "asker"] + python + [Self.ask, address]
                var heard = ProgramResult?.none
                let isAnswered = try eventually {
                    heard = try skiff.run(ask)
                    return heard?.lines == ["by UDP", "by TCP"]
                }
                #expect(isAnswered, "\(String(describing: heard))")
                #expect(try skiff.run("exec", "server", "nslookup", "asker").exitCode == 0)
            }
        }

        private static let serve = """
            import socket, threading
            packets, streams = socket.socket(type=socket.SOCK_DGRAM), socket.socket()
            for each in packets, streams: each.bind(("0.0.0.0", 53))
            streams.listen()
            def answer():
                while True: packets.sendto(b"by UDP", packets.recvfrom(512)[1])
            threading.Thread(target=answer, daemon=True).start()
            while True:
                with streams.accept()[0] as peer: peer.sendall(b"by TCP")
            """

        private static let ask = """
            import socket, sys
            place = (sys.argv[1], 53)
            packets = socket.socket(type=socket.SOCK_DGRAM)
            packets.settimeout(2)
            packets.sendto(b"?", place)
            print(packets.recv(512).decode())
            print(socket.create_connection(place, 2).recv(512).decode())
            """

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
