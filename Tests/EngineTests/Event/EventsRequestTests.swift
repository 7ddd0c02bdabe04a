import Events
import LinuxSystem
import StateStore
import TestSupport
import Testing

@testable import Engine

@Suite("A request for events")
struct EventsRequestTests {
    /// An engine with a state directory of its own, in which events 1 to `count` have happened.
    private func withEngine(_ count: Int, _ body: (Engine) throws -> Void) throws {
        try withTemporaryDirectory { path in
            let engine = try Engine(state: StateStore(path: path))
            for number in 0..<count { engine.emit(number % 2 == 0 ? .image : .volume, "create", id: "\(number + 1)") }
            try body(engine)
        }
    }

    private func ids(_ engine: Engine, since: String?, until: String?, filter: String? = nil) throws -> [String] {
        var request = EventsRequest()
        request.since = try since.map { try EventBound(option: $0) }
        request.until = try until.map { try EventBound(option: $0) }
        if let filter { try request.filter.add(option: filter) }
        var ids = [String]()
        try engine.events(request) { ids.append($0.event.id) }
        return ids
    }

    @Test(
        "gets what lies after a cursor, and up to one",
        arguments: [
            ("c0", "c6", 1...6), ("c2", "c4", 3...4), ("c5", "c6", 6...6), ("10m", "0s", 1...6), ("c3", "0s", 4...6),
            ("1", "c2", 1...2),
        ])
    func stretches(since: String, until: String, expected: ClosedRange<Int>) throws {
        try withEngine(6) { engine in
            let found = try ids(engine, since: since, until: until)
            #expect(found == expected.map { "\($0)" })
        }
    }

    @Test("ends where nothing is left")
    func empty() throws {
        try withEngine(6) { engine in
            let stretches = try [("c4", "c4"), (nil, "0s"), ("20m", "10m")].map { since, until in
                try ids(engine, since: since, until: until)
            }
            #expect(stretches == [[], [], []])
            let volumes = try ids(engine, since: "c0", until: "c6", filter: "type=volume")
            #expect(volumes == ["2", "4", "6"])
        }
    }

    @Test("waits until its end, and gets what comes meanwhile")
    func waits() throws {
        try withEngine(1) { engine in
            let end = Timestamp(nanoseconds: Timestamp.now().nanoseconds + 300_000_000)
            var request = EventsRequest()
            request.until = .time(end)
            request.since = .cursor(try #require(EventCursor(parsing: "c0")))
            var seen = [String]()
            try engine.events(request) { event in
                seen.append(event.event.id)
                if seen.count == 1 { engine.emit(.image, "create", id: "later") }
            }
            #expect(seen == ["1", "later"])
            #expect(Timestamp.now() > end)
        }
    }

    @Test("ends with the last event before its end, and has all that came before that, though the clock was set back")
    func clock() throws {
        try withEngine(5) { engine in
            let path = "\(engine.state.path)/events/log"
            var lines = try HostFile.text(path).split(separator: "\n", omittingEmptySubsequences: false)
            for number in [2, 3, 5] {
                // An hour ahead.
                let time = try #require(JSON(parsing: String(lines[number]))["time"].number)
                lines[number] = lines[number].replacing("\(time)", with: "\(time + 3_600_000_000_000)")[...]
            }
            try HostFile.write(lines.joined(separator: "\n"), to: path)
            let found = try [("c0", nil), ("c0", "volume"), ("c2", "volume"), ("10m", nil)].map { since, type in
                try ids(engine, since: since, until: "0s", filter: type.map { "type=\($0)" })
            }
            #expect(found == [["1", "2", "3", "4"], ["2", "4"], ["4"], ["1", "2", "3", "4"]])
        }
    }

    @Test("that ends before it begins is refused")
    func backward() throws {
        try withEngine(3) { engine in
            #expect(throws: EngineError.self) { try ids(engine, since: "c3", until: "c2") }
            #expect(throws: EngineError.self) { try ids(engine, since: "1m", until: "2m") }
            #expect(throws: EventError.self) { try ids(engine, since: "c4", until: "c5") }
        }
    }

    @Test("has bounds that are cursors, durations or times", arguments: ["c", "yesterday", "", "c1c", "-"])
    func bounds(text: String) {
        #expect(throws: InvalidOption.self) { try EventBound(option: text) }
    }
}
