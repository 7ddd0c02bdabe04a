import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Published ports", .requiresRoot)
    struct PublishedPortTests {
        private let server = ["sh", "-c", "hostname >/tmp/name; exec httpd -f -h /tmp"]

        @Test("they are reached from elsewhere and from the host, by both versions, and after a restart")
        func reach() throws {
            try Neighbour.withHost { skiff, neighbour in
                try skiff.run(
                    ["run", "-d", "--name", "web", "--hostname", "web", "-p", "8080:80", "busybox"] + server
                ).succeeded()
                func check(_ moment: String) throws {
                    let isServed = try eventually { try neighbour.fetch("http://192.0.2.1:8080/name") == "web" }
                    #expect(isServed, "\(moment)")
                    #expect(try neighbour.fetch("http://[2001:db8::1]:8080/name") == "web", "\(moment)")
                    #expect(try Neighbour.fetchHere("http://127.0.0.1:8080/name") == "web", "\(moment)")
                    #expect(try Neighbour.fetchHere("http://192.0.2.1:8080/name") == "web", "\(moment)")
                }
                try check("at first")
                #expect(
                    try skiff.run("ps", "--format", "{{.Ports}}").text == "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp")
                #expect(try skiff.run("port", "web", "80").lines == ["0.0.0.0:8080", "[::]:8080"])
                try skiff.run("restart", "-t", "0", "web").succeeded()
                try check("after a restart")
                try Program("/usr/bin/env", ["nft", "flush", "ruleset"]).run().succeeded()
                #expect(try neighbour.fetch("http://192.0.2.1:8080/name") != "web")
                try skiff.run("ps").succeeded()
                try check("after the rules were removed")
                try Program("/usr/bin/env", ["nft", "flush", "ruleset"]).run().succeeded()
                try skiff.run("system", "recover").succeeded()
                try check("after a recovery")
                try skiff.run("stop", "-t", "0", "web").succeeded()
                #expect(try neighbour.fetch("http://192.0.2.1:8080/name") != "web")
                #expect(try skiff.run("port", "web").text == "")
            }
        }

        @Test("they come and go while the container runs")
        func update() throws {
            try Neighbour.withHost { skiff, neighbour in
                try skiff.run(["run", "-d", "--name", "web", "--hostname", "web", "busybox"] + server).succeeded()
                #expect(try neighbour.fetch("http://192.0.2.1:8080/name") != "web")
                try skiff.run("update", "--publish", "8080:80", "web").succeeded()
                let isServed = try eventually { try neighbour.fetch("http://192.0.2.1:8080/name") == "web" }
                #expect(isServed)
                #expect(try skiff.run("port", "web", "80").lines.first == "0.0.0.0:8080")
                try skiff.run("update", "--unpublish", "80", "web").succeeded()
                #expect(try neighbour.fetch("http://192.0.2.1:8080/name") != "web")
                #expect(try skiff.run("update", "--unpublish", "80", "web").errorText.contains("does not publish"))
            }
        }

        @Test("one that somebody has is refused before the start, with who that is; a free one of a range is taken")
        func busy() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run(["run", "-d", "--name", "web", "-p", "8080:80", "busybox"] + server).succeeded()
                let refused = try skiff.run("run", "--rm", "-p", "8080:80", "busybox", "true")
                #expect(
                    refused.exitCode == 125 && refused.errorText.contains("in use by container web"),
                    "\(refused.errorText)")
                #expect(try skiff.run("ps", "-aq").lines.count == 1)
                try skiff.run(["run", "-d", "--name", "two", "-p", "8080-8081:80", "busybox"] + server).succeeded()
                #expect(try skiff.run("port", "two", "80").lines.first == "0.0.0.0:8081")
                let none = try skiff.run("run", "--rm", "-p", "8080-8081:80", "busybox", "true")
                #expect(none.errorText.contains("no port of 8080-8081/tcp is free"), "\(none.errorText)")
                try skiff.run(["run", "-d", "--name", "any", "-P", "--expose", "80", "busybox"] + server).succeeded()
                let port = try #require(try skiff.run("port", "any", "80").lines.first?.split(separator: ":").last)
                let isServed = try eventually { try Neighbour.fetchHere("http://127.0.0.1:\(port)/name") != "" }
                #expect(isServed)
            }
        }

        @Test("of several networks they lead into the one by which the container answers, whichever is named first")
        func severalNetworks() throws {
            try Neighbour.withHost { skiff, neighbour in
                try skiff.run("network", "create", "--internal", "back").succeeded()
                try skiff.run(
                    ["run", "-d", "--name", "web", "--hostname", "web", "--network", "back", "--network", "bridge"]
                        + ["-p", "8080:80", "busybox"] + server
                ).succeeded()
                for address in ["192.0.2.1", "[2001:db8::1]"] {
                    let isServed = try eventually { try neighbour.fetch("http://\(address):8080/name") == "web" }
                    #expect(isServed, "\(address)")
                }
                // Into an internal network alone the host comes, and nobody else.
                try skiff.run("network", "disconnect", "bridge", "web").succeeded()
                #expect(try Neighbour.fetchHere("http://127.0.0.1:8080/name") == "web")
                #expect(try neighbour.fetch("http://192.0.2.1:8080/name", within: 1) != "web")
                // It was started without any network, so its ports are chosen when it gets one.
                try skiff.run("network", "disconnect", "back", "web").succeeded()
                try skiff.run("restart", "-t", "0", "web").succeeded()
                try skiff.run("network", "connect", "bridge", "web").succeeded()
                let isServedAgain = try eventually { try neighbour.fetch("http://192.0.2.1:8080/name") == "web" }
                #expect(isServedAgain)
            }
        }

        @Test("a container is put into a network and taken out of it while it runs")
        func connect() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "back").succeeded()
                try skiff.run(["run", "-d", "--name", "web", "--hostname", "web", "busybox"] + server).succeeded()
                try skiff.run("network", "connect", "--alias", "store", "back", "web").succeeded()
                #expect(try skiff.run("ps", "--format", "{{.Networks}}").text == "back,bridge")
                let address = "{{.NetworkSettings.Networks.back.IPAddress}}"
                let store = try skiff.run("inspect", "-f", address, "web").succeeded().text
                let other = ["run", "--rm", "--network", "back", "busybox"]
                #expect(try skiff.run(other + ["nslookup", "store"]).text.contains(store))
                // Debian's static busybox can't be trusted with more: its wget ends by a segmentation fault at times.
                let ping = other + ["ping", "-c", "1", "-W", "2", store]
                let isReached = try eventually { try skiff.run(ping).exitCode == 0 }
                #expect(isReached)
                #expect(try skiff.run("network", "connect", "back", "web").errorText.contains("already"))
                try skiff.run("network", "disconnect", "back", "web").succeeded()
                #expect(try skiff.run(ping).exitCode != 0)
                #expect(try skiff.run("exec", "web", "ip", "-o", "link").lines.count == 2)
                #expect(try skiff.run("network", "rm", "back").exitCode == 0)
            }
        }
    }
}
