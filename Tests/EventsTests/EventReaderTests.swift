import LinuxSystem
import TestSupport
import Testing

@testable import Events

@Suite("A reader of events")
struct EventReaderTests {
    @Test("begins after a cursor, with the oldest event, or with the next one")
    func starts() throws {
        try EventLogFixture.with { fixture in
            #expect(try fixture.read().isEmpty)
            try fixture.append(1...5)
            #expect(try fixture.read(from: .after(EventCursor(0))).numbers == [1, 2, 3, 4, 5])
            #expect(try fixture.read(from: .after(EventCursor(3))).numbers == [4, 5])
            var reader = try EventReader.open(fixture.log, from: .after(EventCursor(5)))
            var newcomer = try EventReader.open(fixture.log, from: .now)
            #expect(try reader.rest().isEmpty)
            #expect(reader.cursor.description == "c5" && newcomer.cursor.description == "c5")
            try fixture.append([6])
            #expect(try reader.rest().numbers == [6])
            #expect(try newcomer.rest().numbers == [6])
            #expect(reader.cursor.description == "c6")
        }
    }

    @Test("that begins before anything has happened gets the first event")
    func empty() throws {
        try EventLogFixture.with { fixture in
            for start in [EventStart.now, .oldest, .after(EventCursor(0))] {
                _ = try EventReader.open(fixture.log, from: start)
            }
            var reader = try EventReader.open(fixture.log, from: .now)
            #expect(try reader.rest().isEmpty)
            try fixture.append([1])
            try reader.wait(milliseconds: 5000)
            #expect(try reader.rest().numbers == [1])
        }
    }

    @Test("follows the log from file to file", arguments: [1, 7, 25])
    func rotation(stride step: Int) throws {
        try EventLogFixture.with(capacity: 700, keptFiles: 6) { fixture in
            var reader = try EventReader.open(fixture.log, from: .now)
            var numbers = [Int64]()
            for first in stride(from: 1, to: 200, by: step) {
                try fixture.append(first..<(first + step))
                numbers += try reader.rest().numbers
            }
            #expect(numbers == Array(1...Int64(numbers.count)) && numbers.count >= 199)
        }
    }

    @Test("goes on after any cursor that is kept, whatever file it lies in")
    func cursors() throws {
        try EventLogFixture.with(capacity: 700, keptFiles: 20) { fixture in
            try fixture.append(1...50)
            for cursor in 0...Int64(50) {
                #expect(
                    try fixture.read(from: .after(EventCursor(cursor))).numbers == Array(cursor..<50).map { $0 + 1 })
            }
        }
    }

    @Test("refuses a cursor whose events are gone, and names the oldest one that will do")
    func tooOld() throws {
        try EventLogFixture.with(capacity: 700, keptFiles: 1) { fixture in
            try fixture.append(1...50)
            let oldest = try #require(try fixture.read().first).cursor.sequence - 1
            let cursor = EventCursor(oldest - 1)
            #expect(throws: EventError.tooOld(cursor: cursor, oldest: EventCursor(oldest))) {
                try fixture.read(from: .after(cursor))
            }
            #expect(try fixture.read(from: .after(EventCursor(oldest))).numbers.first == oldest + 1)
            #expect(throws: EventError.ahead(cursor: EventCursor(51), newest: EventCursor(50))) {
                try fixture.read(from: .after(EventCursor(51)))
            }
        }
    }

    @Test("that does not keep up is told so, and gets nothing twice")
    func slow() throws {
        try EventLogFixture.with(capacity: 700, keptFiles: 1) { fixture in
            var reader = try EventReader.open(fixture.log, from: .now)
            try fixture.append(1...3)
            #expect(try reader.next().numbers == [1, 2, 3])
            try fixture.append(4...100)
            // The file that it has open can still be read to its end.
            let rest = try reader.next().numbers
            #expect(rest.first == 4 && rest.count < 10)
            #expect(throws: EventError.self) { try reader.next() }
        }
    }

    @Test("waits for a line's end, and never hands out half of one")
    func halves() throws {
        try EventLogFixture.with { fixture in
            var reader = try EventReader.open(fixture.log, from: .now)
            try fixture.append([1])
            let line = "{\"seq\":2,\"time\":1,\"type\":\"image\",\"action\":\"tag\",\"id\":\"x\",\"attributes\":{}}\n"
            #expect(try reader.rest().numbers == [1])
            try fixture.tear(String(line.prefix(20)))
            #expect(try reader.rest().isEmpty)
            try fixture.tear(String(line.dropFirst(20)))
            #expect(try reader.rest().numbers == [2])
            try fixture.tear(String(line.prefix(30)))
            #expect(try reader.rest().isEmpty)
            try fixture.append([3])
            #expect(try reader.rest().ids == ["3"])
        }
    }

    @Test("is woken by an event, also when the file is a new one")
    func wakes() throws {
        try EventLogFixture.with(capacity: 200) { fixture in
            var reader = try EventReader.open(fixture.log, from: .now)
            for number in 1...10 {
                try fixture.append([number])
                let start = Timestamp.now()
                try reader.wait(milliseconds: 5000)
                #expect(Timestamp.now().nanoseconds - start.nanoseconds < 2_000_000_000)
                #expect(try reader.rest().numbers == [Int64(number)])
            }
            try reader.wait(milliseconds: 1)
            #expect(try reader.rest().isEmpty)
        }
    }

    @Test("a cursor is c and digits", arguments: [("c0", 0), ("c12", 12), ("c9223372036854775807", Int64.max)])
    func cursorText(text: String, number: Int64) {
        #expect(EventCursor(parsing: text)?.sequence == number)
        #expect(EventCursor(parsing: text)?.description == text)
    }

    @Test(
        "nothing else is", arguments: ["", "c", "12", "c-1", "c+1", "C1", "c1x", " c1", "c9223372036854775808", "c١"])
    func noCursor(text: String) {
        #expect(EventCursor(parsing: text) == nil)
    }
}
