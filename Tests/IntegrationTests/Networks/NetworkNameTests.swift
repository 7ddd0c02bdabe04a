import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Containers find each other by name", .requiresRoot)
    struct NetworkNameTests {
        @Test(
            "by name in any case, short id, alias and with the network's name, in each of several networks and no other"
        )
        func names() throws {
            try Neighbour.withHost { skiff, _ in
                for network in ["front", "back", "other"] { try skiff.run("network", "create", network).succeeded() }
                let id = try skiff.run(
                    "run", "-d", "--name", "Web", "--network", "front,alias=Store", "busybox", "sleep", "1000"
                ).succeeded().text
                for (name, networks) in [("both", ["front", "back"]), ("db", ["back"]), ("far", ["other"])] {
                    try skiff.run(
                        ["run", "-d", "--name", name] + networks.flatMap { ["--network", $0] }
                            + ["busybox", "sleep", "1000"]
                    ).succeeded()
                }
                func finds(_ asker: String, _ name: String) throws -> Bool {
                    try skiff.run("exec", asker, "nslookup", name).exitCode == 0
                }
                for name in ["Web", "web", String(id.prefix(12)), "Store", "store", "web.front", "db", "db.back"] {
                    #expect(try finds("both", name), "\(name)")
                }
                for (asker, name) in [
                    ("Web", "db"), ("db", "web"), ("far", "web"), ("far", "both"), ("db", "db.front"),
                ] {
                    #expect(try !finds(asker, name), "\(asker) \(name)")
                }
                // One that has ended is found by nothing.
                try skiff.run("stop", "-t", "0", "Web").succeeded()
                for name in ["web", "store", String(id.prefix(12))] { #expect(try !finds("both", name), "\(name)") }
                #expect(try !skiff.networkSnapshot().contains { $0.contains("/names/web/") })
            }
        }

        @Test("in the default network they don't, and nothing is written of their names")
        func defaultNetwork() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("run", "-d", "--name", "web", "busybox", "sleep", "1000").succeeded()
                #expect(try skiff.run("run", "--rm", "busybox", "nslookup", "web").exitCode != 0)
                #expect(try !skiff.networkSnapshot().contains { $0.contains("/names/") || $0.contains("/reverse/") })
            }
        }

        @Test("after a crash names, addresses and ports are taken back, by recovery or by who needs them")
        func crash() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "--subnet", "10.9.0.0/30", "tiny").succeeded()
                let run = ["run", "-d", "--network", "tiny", "-p", "8080:80", "-p", "8081:81/udp"]
                let left = { try skiff.networkSnapshot().filter { $0.contains("10.9.0.2") || $0.contains("/names/") } }
                for name in ["one", "two"] {
                    try skiff.run(run + ["--name", name, "busybox", "sleep", "1000"]).succeeded()
                    #expect(try !left().isEmpty)
                    kill(try skiff.supervisor(of: name), SIGKILL)
                    let isLost = try eventually { try skiff.run("ps", "-q").lines.isEmpty }
                    #expect(isLost)
                    // The second run takes what the first one has left.
                    guard name == "two" else { continue }
                    try skiff.run("system", "recover").succeeded()
                    let rest = try left()
                    #expect(rest.isEmpty, "\(rest)")
                }
            }
        }
    }
}
