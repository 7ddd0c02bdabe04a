import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Options of a network's driver", .requiresRoot)
    struct DriverOptionTests {
        private static let prefix = "com.docker.network."
        private let server = ["busybox", "sh", "-c", "hostname >/tmp/name; exec httpd -f -h /tmp"]

        @Test("without enable_icc containers don't reach each other, and all else is as it was")
        func isolation() throws {
            try Neighbour.withHost { skiff, neighbour in
                let option = "\(Self.prefix)bridge.enable_icc=false"
                try skiff.run("network", "create", "-o", option, "apart").succeeded()
                try skiff.run(
                    ["run", "-d", "--name", "web", "--hostname", "web", "--network", "apart", "-p", "8080:80"] + server
                ).succeeded()
                try skiff.run("run", "-d", "--name", "other", "--network", "apart", "busybox", "sleep", "1000")
                    .succeeded()
                let isServed = try eventually { try neighbour.fetch("http://192.0.2.1:8080/name") == "web" }
                #expect(isServed)
                for field in ["IPAddress", "GlobalIPv6Address"] {
                    let template = "{{.NetworkSettings.Networks.apart.\(field)}}"
                    let address = try skiff.run("inspect", "-f", template, "web").succeeded().text
                    #expect(try !skiff.reaches(address, from: "other"), "\(address)")
                    // The host does.
                    let url = "http://\(address.contains(":") ? "[\(address)]" : address)/name"
                    #expect(try Neighbour.fetchHere(url) == "web", "\(address)")
                }
                for address in Neighbour.hostAddresses + ["192.0.2.2"] {
                    #expect(try skiff.reaches(address, from: "other"), "\(address)")
                }
            }
        }

        @Test("without enable_ip_masquerade others see a container's own address, and with it the host's")
        func masquerading() throws {
            try Neighbour.withHost { skiff, neighbour in
                let option = "\(Self.prefix)bridge.enable_ip_masquerade=false"
                try skiff.run("network", "create", "--subnet", "10.9.0.0/24", "-o", option, "open").succeeded()
                try skiff.run("network", "create", "--subnet", "10.8.0.0/24", "hidden").succeeded()
                for subnet in ["10.9.0.0/24", "10.8.0.0/24"] {
                    try neighbour.run(["ip", "route", "add", subnet, "via", "192.0.2.1"]).succeeded()
                }
                for (network, seen) in [("open", "10.9.0.9"), ("hidden", "192.0.2.1")] {
                    let server = try neighbour.start(["python3", "-c", Self.whoAsks])
                    let address = network == "open" ? "10.9.0.9" : "10.8.0.9"
                    let question = """
                        for i in $(seq 100); do
                            nc -w 2 192.0.2.2 7000 </dev/null && exit; usleep 50000; done
                        """
                    let answer = try skiff.run(
                        "run", "--rm", "--network", network, "--ip", address, "busybox", "sh", "-c", question)
                    #expect(answer.text == seen, "\(network): \(answer)")
                    _ = try server.finish()
                }
            }
        }

        @Test("a network's mtu is its bridge's and its containers' links', and without one it is the kernel's")
        func mtu() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "-o", "\(Self.prefix)driver.mtu=1400", "narrow").succeeded()
                for (network, mtu) in [("narrow", "1400"), ("bridge", "1500")] {
                    let name = try skiff.run(
                        "network", "inspect", "-f", "{{index .Options \"\(Self.prefix)bridge.name\"}}", network
                    ).succeeded().text
                    try skiff.withContainer(["--network", network]) { container in
                        #expect(
                            try skiff.run("exec", container.id, "cat", "/sys/class/net/eth0/mtu").text == mtu,
                            "\(network)")
                        let links = try Program("/usr/bin/env", ["ip", "-o", "link", "show", "master", name]).run()
                            .succeeded().lines
                        #expect(links.count == 1 && links[0].contains("mtu \(mtu) "), "\(links)")
                        let bridge = try Program("/usr/bin/env", ["ip", "-o", "link", "show", name]).run().succeeded()
                        #expect(bridge.text.contains("mtu \(mtu) "), "\(bridge.text)")
                    }
                }
            }
        }

        /// Tells one client its address.
        private static let whoAsks = """
            import socket
            s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(("0.0.0.0", 7000)); s.listen(1); c, p = s.accept(); c.sendall(p[0].encode()); c.close()
            """
    }
}

extension Skiff {
    fileprivate func reaches(_ address: String, from container: String) throws -> Bool {
        try run("exec", container, "ping", "-c", "1", "-W", "1", address).exitCode == 0
    }
}
