import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Events of changes")
    struct ChangeEventTests {
        private let skiff = Skiff.current

        @Test("tell what is done to a container, with its name of then")
        func changes() throws {
            try skiff.withContainer(["--stop-signal", "KILL"]) { container in
                let cursor = try skiff.lastCursor()
                let name = Skiff.newName()
                try skiff.run("update", "--pids-limit", "100", container.name).succeeded()
                try skiff.run("rename", container.name, name).succeeded()
                try skiff.run("pause", container.id).succeeded()
                try skiff.run("unpause", container.id).succeeded()
                try skiff.run("restart", container.id).succeeded()
                try skiff.run("rename", name, container.name).succeeded()
                let events = try skiff.events(since: cursor)
                #expect(
                    events.map(\.action) == [
                        "update", "rename", "pause", "unpause", "kill", "die", "stop", "start", "restart", "rename",
                    ])
                #expect(events.allSatisfy { $0.id == container.id })
                #expect(events[0].attributes["name"] == container.name)
                #expect(events[1].attributes["name"] == name)
                #expect(events[1].attributes["oldName"] == "/\(container.name)")
                #expect(events[8].attributes["name"] == name && events[8].attributes["image"] == "busybox")
                #expect(events[5].attributes["stopped"] == "true")
            }
        }

        @Test("tell of volumes: who mounts them, and where")
        func volumes() throws {
            let cursor = try skiff.lastCursor()
            let named = Skiff.newName()
            let words = ["run", "--rm", "-v", "\(named):/data:ro", "-v", "/more", "busybox", "true"]
            try skiff.run(words).succeeded()
            try skiff.run("volume", "create", named).succeeded()
            try skiff.run("volume", "rm", named).succeeded()
            try skiff.run("volume", "rm", "--force", named).succeeded()
            let all = try skiff.events(since: cursor)
            let container = try #require(all.first { $0.action == "start" }).id
            let events = all.filter { $0.type == "volume" }
            #expect(events.allSatisfy { $0.attributes["driver"] == "local" })
            let own = events.filter { $0.id == named }
            #expect(own.map(\.action) == ["create", "mount", "destroy"])
            #expect(own[1].attributes["container"] == container && own[1].attributes["destination"] == "/data")
            #expect(own[1].attributes["read/write"] == "false")
            let other = events.filter { $0.id != named }
            #expect(other.map(\.action) == ["create", "mount", "destroy"] && Set(other.map(\.id)).count == 1)
            #expect(other[1].attributes["read/write"] == "true")
        }

        @Test("tell of images that are saved, and of what was pruned")
        func others() throws {
            try Skiff.withOwnRoot { skiff in
                let cursor = try skiff.lastCursor()
                try skiff.run("save", "--output", "\(skiff.root)/saved.tar", "busybox").succeeded()
                try skiff.run("run", "busybox", "true").succeeded()
                try skiff.run("container", "prune", "--force").succeeded()
                try skiff.run("volume", "prune", "--force").succeeded()
                let events = try skiff.events(since: cursor)
                let told = events.map { "\($0.type) \($0.action)" }
                #expect(
                    told == [
                        "image save", "container create", "container start", "container die", "container destroy",
                        "container prune", "volume prune",
                    ])
                #expect(events[0].attributes["name"] == "busybox:latest" && events[0].id.hasPrefix("sha256:"))
                #expect(Int(events[5].attributes["reclaimed"] ?? "") != nil)
            }
        }
    }
}
