import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Events")
    struct EventsTests {
        private let skiff = Skiff.current

        @Test("tell a container's life, with Docker's words and attributes")
        func life() throws {
            let cursor = try skiff.lastCursor()
            let name = Skiff.newName()
            let words = ["run", "--rm", "--name", name, "--label", "stage=test", "busybox", "sh", "-c", "exit 3"]
            #expect(try skiff.run(words).exitCode == 3)
            let events = try skiff.events(since: cursor)
            #expect(events.map(\.action) == ["create", "start", "die", "destroy"])
            #expect(Set(events.map(\.id)).count == 1 && events.allSatisfy { $0.type == "container" })
            #expect(
                events.allSatisfy {
                    $0.attributes["name"] == name && $0.attributes["image"] == "busybox"
                        && $0.attributes["stage"] == "test"
                })
            #expect(events[2].attributes["exitCode"] == "3" && events[2].attributes["execDuration"] == "0")
        }

        @Test("are there when 'run -d' and 'wait' return, and tell what killed a container")
        func order() throws {
            let cursor = try skiff.lastCursor()
            try skiff.withContainer { container in
                #expect(try skiff.events(since: cursor).map(\.action) == ["create", "start"])
                try skiff.run("kill", container.id).succeeded()
                try skiff.run("wait", container.id).succeeded()
                let death = try #require(try skiff.events(since: cursor).last { $0.action == "die" })
                #expect(death.attributes["exitCode"] == "137" && death.attributes["signal"] == "9")
            }
            #expect(try skiff.events(since: cursor).last?.action == "destroy")
        }

        @Test("tell of images")
        func images() throws {
            let cursor = try skiff.lastCursor()
            let id = try #require(try skiff.inspect("busybox")["Id"].string)
            try skiff.run("tag", "busybox", "events:1").succeeded()
            try skiff.run("rmi", "events:1").succeeded()
            try skiff.load(.busybox)
            let events = try skiff.events(since: cursor).filter { $0.type == "image" }
            #expect(events.map(\.action) == ["tag", "untag", "load"])
            #expect(events.allSatisfy { $0.id == id })
            #expect(events.map { $0.attributes["name"] } == ["events:1", "events:1", "busybox:latest"])
        }

        @Test("are Docker's lines for people, and pass filters")
        func text() throws {
            let cursor = try skiff.lastCursor()
            let name = Skiff.newName()
            try skiff.run("run", "--rm", "--name", name, "busybox", "true").succeeded()
            func lines(_ filters: String...) throws -> [String] {
                let words = ["system", "events", "--since", cursor, "--until", "0s"]
                return try skiff.run(words + filters.flatMap { ["--filter", $0] }).succeeded().lines
            }
            let start = try #require(try lines("event=start").first)
            #expect(
                start.firstMatch(of: /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z container start [0-9a-f]{64} \(/) != nil)
            #expect(start.hasSuffix(" (image=busybox, name=\(name))"))
            #expect(try lines("container=\(name)").count == 4)
            #expect(try lines("container=\(name)", "event=die", "event=destroy").count == 2)
            #expect(try lines("type=image").isEmpty && lines("image=busybox").count == 4)
        }

        @Test("are followed, and after a kill go on where they were")
        func follow() throws {
            let first = try skiff.lastCursor()
            var cursor = first
            var seen = [PrintedEvent]()
            for _ in 0..<3 {
                var follower = try skiff.start("events", "--since", cursor, "--format", "json")
                try skiff.run("run", "--rm", "busybox", "true").succeeded()
                try follower.output.wait(for: "destroy")
                try skiff.run("run", "--rm", "busybox", "true").succeeded()
                try follower.send(.kill)
                _ = try follower.waitForEnd()
                try follower.output.readToEnd()
                // The last line may be cut.
                let lines = follower.output.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                seen += try PrintedEvent.parse(lines.map(String.init))
                cursor = "c\(try #require(seen.last).cursor)"
            }
            seen += try skiff.events(since: cursor)
            #expect(seen == (try skiff.events(since: first)))
            #expect(seen.map(\.cursor) == Array(seen[0].cursor..<seen[0].cursor + 24))
        }

        @Test("before now are not told when nobody asks, and until ends the waiting")
        func until() throws {
            let result = try skiff.run("events", "--until", "-1s")
            #expect(result.exitCode == 0 && result.text.isEmpty)
        }

        @Test("refuse what makes no sense, with advice")
        func refusals() throws {
            let ahead = try skiff.run("events", "--since", "c999999999")
            #expect(ahead.exitCode == 1)
            #expect(ahead.errorText.contains("cursor c999999999") && ahead.errorText.contains("last event is c"))
            #expect(try skiff.run("events", "--since", "soon").errorText.contains("must be a cursor such as c123"))
            #expect(try skiff.run("events", "--filter", "a").errorText.contains("bad format of filter"))
            #expect(try skiff.run("events", "--format", "{{.Nope").exitCode == 64)
            #expect(try skiff.run("events", "--since", "1m", "--until", "2m").errorText.contains("--until ends before"))
        }
    }
}
