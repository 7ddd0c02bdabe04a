import Glibc
import LinuxSystem
import TestSupport

@testable import Events

/// An event log in a directory of its own.
struct EventLogFixture: ~Copyable {
    let path: String
    let log: EventLog

    /// Runs the body with a log that goes afterwards.
    static func with<Value>(
        capacity: Int64 = 8 << 20, keptFiles: Int = 3, _ body: (borrowing EventLogFixture) throws -> Value
    ) throws -> Value {
        try withTemporaryDirectory { path in
            try body(
                EventLogFixture(
                    path: path,
                    log: EventLog(
                        in: Descriptor.open(path, [.directory]), capacity: capacity, keptFiles: keptFiles)))
        }
    }

    /// The path of a file of the log.
    func file(_ name: String = "log") -> String { "\(path)/events/\(name)" }

    /// The lines of a file after its header.
    func lines(_ name: String = "log") throws -> [String] {
        try HostFile.text(file(name)).split(separator: "\n", omittingEmptySubsequences: false).dropFirst().map(
            String.init)
    }

    /// Appends events that are told apart by their ids.
    func append(_ ids: some Sequence<Int>) throws {
        for id in ids { try log.append(Event(.container, "start", id: "\(id)")) }
    }

    /// All that there is to read from that place, to the end.
    func read(from start: EventStart = .oldest) throws -> [RecordedEvent] {
        var reader = try EventReader.open(log, from: start)
        return try reader.rest()
    }

    /// Adds bytes at the end of the file, as a writer that is killed leaves them.
    func tear(_ bytes: String) throws {
        try Descriptor.open(file(), [.writeOnly, .append]).write(bytes)
    }
}

extension EventReader {
    /// All that has come.
    mutating func rest() throws -> [RecordedEvent] {
        var events = [RecordedEvent]()
        while true {
            let more = try next()
            if more.isEmpty { return events }
            events += more
        }
    }
}

extension [RecordedEvent] {
    var numbers: [Int64] { map(\.cursor.sequence) }
    var ids: [String] { map(\.event.id) }
}
