import LinuxSystem
import TestSupport
import Testing

@testable import Events

@Suite("The event log")
struct EventLogTests {
    @Test("numbers its events, and reads them as they were written")
    func numbers() throws {
        try EventLogFixture.with { fixture in
            let before = Timestamp.now()
            let event = Event(
                .container, "die", id: "abc", run: 17, attributes: ["name": "a \"b\"\n\u{7f}é", "exitCode": "3"])
            #expect(try fixture.log.append(event).description == "c1")
            #expect(try fixture.log.append(Event(.image, "pull", id: "busybox:latest")).description == "c2")
            let events = try fixture.read()
            #expect(events.map(\.event) == [event, Event(.image, "pull", id: "busybox:latest")])
            #expect(events.numbers == [1, 2])
            #expect(events.allSatisfy { before <= $0.time && $0.time <= .now() && $0.lost == 0 })
        }
    }

    @Test("is one JSON object a line, its number first")
    func lines() throws {
        try EventLogFixture.with { fixture in
            try fixture.log.append(Event(.volume, "create", id: "data", attributes: ["driver": "local"]))
            #expect(try HostFile.text(fixture.file()).hasPrefix("{\"first\":1,\"lost\":\"000000\"}\n"))
            let line = try #require(try fixture.lines().first)
            #expect(line.hasPrefix(#"{"seq":1,"time":1"#))
            #expect(
                line.hasSuffix(#","type":"volume","action":"create","id":"data","attributes":{"driver":"local"}}"#))
        }
    }

    @Test(
        "writes over what a killed writer left of a line, and tells that an event was lost",
        arguments: [("{", 1), (#"{"seq":3,"time":17"#, 1), ("x", 9000), ("\0", 4)])
    func torn(rest: String, count: Int) throws {
        try EventLogFixture.with { fixture in
            try fixture.append([1, 2])
            try fixture.tear(String(repeating: rest, count: count))
            #expect(try fixture.read().numbers == [1, 2])
            try fixture.append([3, 4])
            let events = try fixture.read()
            #expect(events.numbers == [1, 2, 3, 4])
            #expect(events.ids == ["1", "2", "3", "4"])
            #expect(events.map(\.lost) == [0, 0, 1, 0])
            #expect(try fixture.lines().count == 4)
        }
    }

    @Test("goes on after whole lines that make no sense")
    func nonsense() throws {
        try EventLogFixture.with { fixture in
            try fixture.append([1, 2])
            try fixture.tear("nonsense\n{\"seq\":\n" + String(repeating: "\0", count: 5000) + "\n")
            try fixture.append([3])
            #expect(try fixture.read().ids == ["1", "2", "3"])
            #expect(try fixture.read().numbers == [1, 2, 3])
        }
    }

    @Test("finds the last number behind a line of any length")
    func longLine() throws {
        try EventLogFixture.with { fixture in
            try fixture.append([1])
            let label = String(repeating: "long ", count: 100_000)
            try fixture.log.append(Event(.container, "create", id: "2", attributes: ["label": label]))
            try fixture.append([3])
            let events = try fixture.read()
            #expect(events.numbers == [1, 2, 3])
            #expect(events[1].event.attributes["label"] == label)
        }
    }

    @Test("starts a file when one is full, and keeps few")
    func rotation() throws {
        try EventLogFixture.with(capacity: 500, keptFiles: 2) { fixture in
            try fixture.append(1...60)
            #expect(HostFile.names(in: "\(fixture.path)/events") == ["log", "log.1", "log.2"])
            let events = try fixture.read()
            #expect(events.numbers == Array(events[0].cursor.sequence...60))
            #expect(events.count > 10 && events.count < 30)
            #expect(events.ids == events.numbers.map { "\($0)" })
        }
    }

    @Test("counts on when a rotation was cut short", arguments: [1, 2, 3])
    func cutRotation(renames: Int) throws {
        try EventLogFixture.with(capacity: 500) { fixture in
            try fixture.append(1...12)
            #expect(HostFile.names(in: "\(fixture.path)/events") == ["log", "log.1", "log.2"])
            // As a kill leaves it: the first file is made, and some have been moved on.
            try HostFile.write("{\"fir", to: fixture.file("log.new"))
            let directory = try Descriptor.open("\(fixture.path)/events", [.directory])
            for age in [2, 1, 0].prefix(renames) {
                try directory.rename(EventLog.name(age: age), to: EventLog.name(age: age + 1), in: directory)
            }
            #expect(try fixture.read().numbers == Array(1...12))
            try fixture.append(13...14)
            #expect(try fixture.read(from: .after(EventCursor(10))).ids == ["11", "12", "13", "14"])
        }
    }

    @Test("counts on when a power failure has spoilt the newest file")
    func spoilt() throws {
        try EventLogFixture.with(capacity: 500) { fixture in
            try fixture.append(1...10)
            let last = try EventLogFixture.lastNumber(in: fixture.lines("log.1"))
            try HostFile.write(String(repeating: "\0", count: 700), to: fixture.file())
            try fixture.append([100])
            #expect(try fixture.read().numbers.last == last + 1)
        }
    }

    @Test("an event that finds no room is told of by the next one")
    func full() throws {
        try withTemporaryDirectory { path in
            try withOwnMounts {
                try Program("/bin/mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", path]).run().succeeded()
                let log = EventLog(in: try Descriptor.open(path, [.directory]))
                try log.append(Event(.container, "start", id: "1"))
                // As far as there is room.
                try? HostFile.write(String(repeating: "x", count: 1 << 20), to: "\(path)/filler")
                let label = ["label": String(repeating: "x", count: 8192)]
                for _ in 0..<2 {
                    #expect(throws: EventError.self) {
                        try log.append(Event(.container, "die", id: "2", attributes: label))
                    }
                }
                try Descriptor.open(path, [.directory]).removeFile("filler")
                try log.append(Event(.container, "start", id: "3"))
                try log.append(Event(.container, "start", id: "4"))
                var reader = try EventReader.open(log, from: .oldest)
                let events = try reader.rest()
                #expect(events.ids == ["1", "3", "4"])
                #expect(events.numbers == [1, 2, 3])
                #expect(events.map(\.lost) == [0, 2, 0])
            }
        }
    }

    @Test("doesn't wait for ever for a writer that was stopped")
    func stopped() throws {
        try EventLogFixture.with { fixture in
            try fixture.append([1])
            let directory = try Descriptor.open("\(fixture.path)/events", [.directory])
            #expect(try directory.lock(wait: false))
            #expect(throws: EventError.busy) { try fixture.append([2]) }
        }
    }
}

extension EventLogFixture {
    static func lastNumber(in lines: [String]) throws -> Int64 {
        let line = try #require(lines.last)
        return try #require(LineScanner.sequence(of: Array(line.utf8)[...]))
    }
}
