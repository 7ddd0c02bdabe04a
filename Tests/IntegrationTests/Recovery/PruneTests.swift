import TestSupport
import Testing

extension IntegrationTests {
    @Suite("skiff system prune")
    struct PruneTests {
        @Test("takes what stopped containers have held, and nothing that is in use, has a name or is just being made")
        func order() throws {
            try Neighbour.withHost { skiff, _ in
                for name in ["busy", "held", "idle", "wanted"] { try skiff.run("network", "create", name).succeeded() }
                let write = ["sh", "-c", "head -c 3000000 /dev/urandom >/own/file"]
                let ended = [
                    "run", "--name", "ended", "--network", "held", "-v", "/own", "-v", "named:/named", "busybox",
                ]
                try skiff.run(ended + write).succeeded()
                try skiff.run(
                    "run", "-d", "--name", "runs", "--network", "busy", "-v", "/own", "busybox", "sleep", "1000"
                )
                .succeeded()
                try skiff.run("run", "-d", "--name", "waits", "busybox", "sleep", "1000").succeeded()
                try skiff.run("pause", "waits").succeeded()
                try skiff.run("create", "--name", "fresh", "--network", "wanted", "-v", "/own", "busybox", "true")
                    .succeeded()

                let first = try skiff.run("system", "prune", "--force").succeeded().lines
                #expect(first.contains("Deleted Containers:") && !first.contains("Deleted Volumes:"), "\(first)")
                #expect(
                    Set(first.drop { $0 != "Deleted Networks:" }.dropFirst().prefix { !$0.isEmpty }) == [
                        "held", "idle",
                    ])
                let names = try skiff.run("ps", "-a", "--format", "{{.Names}}").lines
                #expect(Set(names) == ["runs", "waits", "fresh"])
                #expect(try skiff.run("volume", "ls", "-q").lines.count == 4)

                let second = try skiff.run("system", "prune", "--force", "--volumes").succeeded().lines
                #expect(second.first == "Deleted Volumes:" && second.count == 4, "\(second)")
                #expect(second.last?.hasPrefix("Total reclaimed space: 3.") == true, "\(second)")
                #expect(try skiff.run("volume", "ls", "-q").lines.count == 3)
                let third = try skiff.run("volume", "prune", "--force", "--all").succeeded().lines
                #expect(third.prefix(2) == ["Deleted Volumes:", "named"], "\(third)")
                #expect(try skiff.run("network", "ls", "-q", "--filter", "type=custom").lines.count == 2)
            }
        }

        @Test(
            "leaves out the images and networks that a filter doesn't fit, and takes those with names if asked for all")
        func filters() throws {
            try Neighbour.withHost { skiff, _ in
                try skiff.run("network", "create", "--label", "keep", "shop").succeeded()
                try skiff.run("system", "prune", "--force", "--all", "--filter", "label=nobody").succeeded()
                try skiff.run("system", "prune", "--force", "--filter", "label!=keep").succeeded()
                #expect(try skiff.run("images", "-q").lines.count == 1)
                #expect(try skiff.run("network", "ls", "-q", "--filter", "type=custom").lines.count == 1)
                let all = try skiff.run("system", "prune", "--force", "--all").succeeded().lines
                #expect(all.contains("shop") && all.contains("untagged: busybox:latest"), "\(all)")
                #expect(try skiff.run("images", "-q").lines.isEmpty)
            }
        }

        @Test("goes on after what somebody else has made busy or removed meanwhile")
        func race() throws {
            try Skiff.withOwnRoot { skiff in
                for _ in 0..<10 { try skiff.run("run", "busybox", "true").succeeded() }
                let words = ["container", "prune", "--force"]
                let first = try skiff.program(words).start()
                let second = try skiff.program(words).start()
                for result in [try first.finish(), try second.finish()] { #expect(result.exitCode == 0, "\(result)") }
                #expect(try skiff.run("ps", "-aq").lines.isEmpty)
            }
        }
    }
}
