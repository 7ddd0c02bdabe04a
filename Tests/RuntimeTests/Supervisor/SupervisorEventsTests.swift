import Events
import LinuxSystem
import TestSupport
import Testing

@testable import Runtime

@Suite("A supervisor's events")
struct SupervisorEventsTests {
    private let id = "4f5e"
    private let startedAt = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

    /// The events that the body writes, in a state directory of their own.
    private func events(
        _ body: (inout SupervisorEvents, String) throws -> Void
    ) throws -> [RecordedEvent] {
        try TestSupport.withTemporaryDirectory { path in
            let state = try Descriptor.open(path, [.directory])
            let directory = try state.makeAndOpenDirectory("containers").makeAndOpenDirectory(id)
            try directory.writeFile("container.json", Array(#"{"id":"4f5e","name":"web"}"#.utf8))
            var settings = SupervisorSettings(containerID: id, interactive: false)
            settings.attributes = ["name": "web", "image": "busybox", "label": "x"]
            var events = try SupervisorEvents.open(settings, in: ContainerDirectory(owning: directory))
            try body(&events, "\(path)/containers/\(id)")
            var reader = try EventReader.open(EventLog(in: state), from: .oldest)
            return try reader.next()
        }
    }

    @Test("carry the container's attributes, and the run that they belong to")
    func attributes() throws {
        let events = try events { events, _ in
            events.started(at: startedAt)
            // The clock was set back by a second meanwhile.
            var end = ExitRecord(
                exitCode: 137, signal: 9, startedAt: startedAt.nanoseconds,
                finishedAt: startedAt.nanoseconds + 2_500_000_000, oomKilled: true, cause: "killed: out of memory")
            end.length = 3500
            events.ended(end)
        }
        #expect(events.map(\.event.action) == ["start", "oom", "die"])
        #expect(events.allSatisfy { $0.event.id == id && $0.event.run == startedAt.nanoseconds })
        let plain = ["name": "web", "image": "busybox", "label": "x"]
        #expect(events[0].event.attributes == plain)
        let details = [
            "exitCode": "137", "signal": "9", "execDuration": "3", "cause": "killed: out of memory",
        ]
        #expect(events[2].event.attributes == plain.merging(details) { $1 })
    }

    @Test("have Docker's words")
    func words() throws {
        let events = try events { events, _ in
            events.killed(by: .terminate)
            events.stopped()
            events.paused()
            events.unpaused()
            events.attached()
            events.detached()
            events.resized(to: TerminalSize(rows: 24, columns: 80))
            events.healthChanged(to: "unhealthy")
            events.execCreated("e1", ["sh", "-c", "true"])
            events.execStarted("e1", ["sh", "-c", "true"])
            events.execEnded("e1", exitCode: 3)
        }
        #expect(
            events.map(\.event.action) == [
                "kill", "stop", "pause", "unpause", "attach", "detach", "resize",
                "health_status: unhealthy", "exec_create: sh -c true", "exec_start: sh -c true",
                "exec_die",
            ])
        #expect(events[0].event.attributes["signal"] == "15")
        #expect(events[6].event.attributes["height"] == "24" && events[6].event.attributes["width"] == "80")
        #expect(events[10].event.attributes["execID"] == "e1" && events[10].event.attributes["exitCode"] == "3")
    }

    @Test("have the container's new name after a rename")
    func rename() throws {
        let events = try events { events, path in
            events.started(at: startedAt)
            try Descriptor.open(path, [.directory]).writeFile(
                "container.json", Array(#"{"id":"4f5e","name":"shop"}"#.utf8))
            events.paused()
            try HostFile.write("spoilt", to: "\(path)/container.json")
            events.unpaused()
        }
        #expect(events.map { $0.event.attributes["name"] } == ["web", "shop", "shop"])
    }

    @Test("travel with the settings")
    func settings() {
        var settings = SupervisorSettings(containerID: id, interactive: true)
        settings.attributes = ["name": "web", "org.skiff.attribute.name": "no", "": "empty"]
        #expect(SupervisorSettings(annotations: settings.annotations) == settings)
    }
}
