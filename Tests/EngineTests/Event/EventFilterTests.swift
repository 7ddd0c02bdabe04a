import Events
import LinuxSystem
import Testing

@testable import Engine

@Suite("Filters of events")
struct EventFilterTests {
    private let start = Event(
        .container, "start", id: "4f5e6a", attributes: ["name": "web", "image": "team/busybox:1", "stage": "test"])
    private let exec = Event(.container, "exec_create: sh -c true", id: "4f5e6a", attributes: ["name": "web"])
    private let pull = Event(.image, "pull", id: "debian:12", attributes: ["name": "debian"])
    private let mount = Event(.volume, "mount", id: "data", attributes: ["container": "4f5e6a", "driver": "local"])

    private func fits(_ event: Event, _ filters: String...) throws -> Bool {
        var filter = EventFilter()
        for text in filters { try filter.add(option: text) }
        return filter.fits(event)
    }

    @Test("without any every event fits")
    func none() throws {
        for event in [start, exec, pull, mount] { #expect(try fits(event)) }
    }

    @Test(
        "a container is meant by its name, its id, or how they begin",
        arguments: [("web", true), ("we", true), ("4f5e", true), ("eb", false), ("debian", false)])
    func container(value: String, isMeant: Bool) throws {
        #expect(try fits(start, "container=\(value)") == isMeant)
        #expect(try !fits(pull, "container=\(value)"))
        #expect(try !fits(mount, "container=data"))
    }

    @Test("a volume is meant by its name")
    func volume() throws {
        #expect(try fits(mount, "volume=data"))
        #expect(try !fits(mount, "volume=other"))
        #expect(try !fits(start, "volume=web"))
    }

    @Test(
        "an image is meant by its name with its tag or without, as the container's, too",
        arguments: [("team/busybox:1", true), ("team/busybox", true), ("busybox", false), ("team/busybox:2", false)])
    func image(value: String, isMeant: Bool) throws {
        #expect(try fits(start, "image=\(value)") == isMeant)
        #expect(try fits(pull, "image=debian") && fits(pull, "image=debian:12"))
        #expect(try !fits(pull, "image=\(value)"))
        let local = Event(.image, "push", id: "host:5000/a", attributes: ["name": "host:5000/a"])
        #expect(try fits(local, "image=host:5000/a") && !fits(local, "image=host"))
    }

    @Test("an action that goes on behind a colon is meant by what stands before, where Docker has it so")
    func event() throws {
        #expect(try fits(start, "event=start") && !fits(start, "event=star"))
        #expect(try fits(exec, "event=exec_create") && fits(exec, "event=exec_create: sh -c true"))
        #expect(try !fits(exec, "event=exec_start") && !fits(exec, "event=exec"))
    }

    @Test("of several values one is enough, of several kinds and of labels all are needed")
    func several() throws {
        #expect(try fits(start, "event=die", "event=start") && !fits(start, "event=die", "event=stop"))
        #expect(try fits(start, "type=container", "event=start") && !fits(start, "type=image", "event=start"))
        #expect(try fits(start, "label=stage", "label=stage=test", "label=name=web"))
        #expect(try !fits(start, "label=stage", "label=other") && !fits(start, "label=stage=live"))
    }

    @Test("that are unknown or malformed are refused", arguments: ["colour=red", "label", "=x", "Type=image"])
    func malformed(text: String) {
        var filter = EventFilter()
        #expect(throws: InvalidOption.self) { try filter.add(option: text) }
    }
}
