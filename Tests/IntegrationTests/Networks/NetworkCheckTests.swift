import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("A check of networks", .requiresRoot)
    struct NetworkCheckTests {
        @Test("finds what belongs to nobody, leaves what is used, and repairs")
        func strays() throws {
            try Neighbour.withHost { skiff, _ in
                let id = try skiff.run("network", "create", "back").succeeded().text
                let bridge = try skiff.run(
                    "network", "inspect", "-f", "{{index .Options \"com.docker.network.bridge.name\"}}", "back"
                ).succeeded().text
                try skiff.run("run", "-d", "--name", "web", "--network", "back", "-p", "80", "busybox", "sleep", "1000")
                    .succeeded()
                #expect(try skiff.run("system", "check").text.hasSuffix("nothing is wrong"))
                let before = try skiff.networkSnapshot()

                let gone = String(repeating: "a", count: 64)
                let networks = try Descriptor.open("\(skiff.root)/networks", [.directory])
                let own = try networks.openDirectory(id)
                try own.openDirectory("addresses").makeSymbolicLink("192.0.2.9", to: gone)
                try own.openDirectory("names").makeAndOpenDirectory("lost", mode: 0o700).makeSymbolicLink(
                    gone, to: "1.2.3.4")
                try networks.openDirectory("ports").makeSymbolicLink("tcp-1", to: gone)
                _ = try networks.makeAndOpenDirectory(gone, mode: 0o700)
                let stray = "\(bridge.prefix(while: { $0 != "-" }))-stray"
                try Program("/usr/bin/env", ["ip", "link", "add", stray, "type", "bridge"]).run().succeeded()

                let found = try skiff.run("system", "check")
                #expect(found.exitCode == 1)
                for reason in [
                    "network back: container aaaaaaaaaaaa has addresses or names there",
                    "orphan networks/\(gone): nothing refers", "orphan networks/ports/tcp-1: it is kept for",
                    "network \(stray): no network has this bridge",
                ] { #expect(found.text.contains(reason), "\(reason): \(found.text)") }
                #expect(found.text.contains("4 problems"), "\(found.text)")
                #expect(try skiff.run("system", "check", "--repair").exitCode == 0)
                #expect(try skiff.run("system", "check").text.hasSuffix("nothing is wrong"))
                let change = try skiff.networkSnapshot().difference(from: before)
                #expect(change.isEmpty, "\(change)")

                try Program("/usr/bin/env", ["ip", "link", "delete", bridge]).run().succeeded()
                let missing = try skiff.run("system", "check", "--repair")
                #expect(
                    missing.exitCode == 1 && missing.text.contains("restart its containers: web"), "\(missing.text)")
            }
        }
    }
}
