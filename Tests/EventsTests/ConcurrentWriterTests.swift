import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import Events

/// Writers are copies of this program, told by their environment where to work:
/// only another process can be killed.
@Suite("Many processes that write events at once")
struct ConcurrentWriterTests {
    /// Started for a writer; a usual run skips it.
    @Test(
        "the part of the tests below that runs in processes of its own",
        .enabled("is run by another test", { Writer.current != nil }))
    func write() throws {
        let writer = try #require(Writer.current)
        let log = try EventLog(
            in: Descriptor.open(writer.path, [.directory]), capacity: writer.capacity,
            keptFiles: Writer.keptFiles)
        for number in 0..<writer.count {
            try log.append(Event(.container, "start", id: writer.name, attributes: ["number": "\(number)"]))
        }
    }

    @Test("leave no gap and no duplicate, and a reader that follows sees each event once")
    func concurrent() throws {
        let capacity: Int64 = 16 << 10
        try EventLogFixture.with(capacity: capacity, keptFiles: Writer.keptFiles) { fixture in
            var reader = try EventReader.open(fixture.log, from: .now)
            let (path, count) = (fixture.path, 300)
            let writers = try (0..<6).map {
                try Writer(.init(path: path, name: "writer-\($0)", count: count, capacity: capacity))
            }
            var followed = [RecordedEvent]()
            let isComplete = try eventually(within: .seconds(60)) {
                followed += try reader.rest()
                return followed.count >= writers.count * count
            }
            #expect(isComplete)
            for writer in writers { #expect(try writer.end() == 0) }
            followed += try reader.rest()
            try expectWhole(followed, Dictionary(uniqueKeysWithValues: writers.map { ($0.name, count) }))
            #expect(try fixture.read().numbers == followed.numbers)
            #expect(HostFile.names(in: "\(fixture.path)/events").count > 2)
        }
    }

    @Test("and are killed at random leave no gap, no duplicate and no half of a line")
    func killed() throws {
        let capacity: Int64 = 256 << 10
        try EventLogFixture.with(capacity: capacity, keptFiles: Writer.keptFiles) { fixture in
            let path = fixture.path
            var reader = try EventReader.open(fixture.log, from: .now)
            var followed = [RecordedEvent]()
            for round in 0..<5 {
                let names = (0..<3).map { "writer-\(round)-\($0)" }
                let writers = try names.map {
                    try Writer(.init(path: path, name: $0, count: 1_000_000, capacity: capacity))
                }
                // Starting takes its time; what counts is to be killed while writing.
                #expect(
                    try eventually(within: .seconds(30)) {
                        followed += try reader.rest()
                        return names.allSatisfy { name in followed.contains { $0.event.id == name } }
                    })
                for writer in writers {
                    usleep(.random(in: 0...20_000))
                    try writer.kill()
                    followed += try reader.rest()
                }
                for writer in writers { #expect(try writer.end() == 137) }
            }
            try fixture.append([1])
            followed += try reader.rest()
            let numbers = followed.dropLast().reduce(into: [String: Int]()) { $0[$1.event.id, default: 0] += 1 }
            try expectWhole(followed.dropLast(), numbers)
            #expect(followed.numbers == Array(1...Int64(followed.count)))
        }
    }

    /// Each number of the log once and in order, and of each writer each event up to its last.
    private func expectWhole(_ events: [RecordedEvent], _ counts: [String: Int]) throws {
        #expect(events.numbers == Array(1...Int64(events.count)))
        var numbers = [String: [String]]()
        for event in events { numbers[event.event.id, default: []].append(event.event.attributes["number"] ?? "") }
        #expect(numbers.keys.sorted() == counts.keys.sorted())
        for (name, count) in counts { #expect(numbers[name] == (0..<count).map { "\($0)" }) }
    }
}

/// A process that writes events: a copy of this one that runs `write` alone.
private final class Writer {
    let name: String
    private var program: RunningProgram

    /// What this process was told to do; `nil` in the usual run.
    struct Orders {
        let path: String
        let name: String
        let count: Int
        let capacity: Int64
    }

    static let keptFiles = 200
    private static let variables = ["SKIFF_TEST_PATH", "SKIFF_TEST_NAME", "SKIFF_TEST_COUNT", "SKIFF_TEST_CAPACITY"]

    static var current: Orders? {
        let values = variables.compactMap { getenv($0).map { String(cString: $0) } }
        guard values.count == variables.count, let count = Int(values[2]), let capacity = Int64(values[3]) else {
            return nil
        }
        return Orders(path: values[0], name: values[1], count: count, capacity: capacity)
    }

    init(_ orders: Orders) throws {
        name = orders.name
        let values = [orders.path, orders.name, "\(orders.count)", "\(orders.capacity)"]
        program = try Program(
            "/proc/\(getpid())/exe", ["--testing-library", "swift-testing", "--filter", "ConcurrentWriterTests/write"],
            environment: Program.plainEnvironment + zip(Self.variables, values).map { "\($0)=\($1)" }
        ).start()
    }

    func kill() throws { try program.send(.kill) }

    /// Waits for the end: the exit code.
    func end() throws -> Int32 { try program.waitForEnd(within: .seconds(60)) }
}
