import Events
import JSON
import LinuxSystem
@testable import Runtime
import StateStore
import TestSupport
import Testing

@testable import Engine

/// An engine whose containers are only what stands on the disk, as a killed
/// host has left them.
struct RecoveryFixture {
    let engine: Engine
    let path: String

    /// A container's id that is easily told from others: the text's bytes.
    static func id(_ short: String) -> String {
        let digits = short.utf8.map { String($0, radix: 16) }.joined()
        return digits + String(repeating: "0", count: 64 - digits.utf8.count)
    }

    /// Long ago, before the machine was started.
    static let past: Int64 = 1_000_000_000

    static func with<Value>(_ body: (RecoveryFixture) throws -> Value) throws -> Value {
        try withTemporaryDirectory { path in
            let engine = try Engine(state: StateStore(path: path))
            try engine.state.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO blobs (digest, size) VALUES ('sha256:0', 1);
                        INSERT INTO images (id, manifest_digest, size, loaded) VALUES ('sha256:1', 'sha256:0', 1, 1)
                        """)
            }
            return try body(RecoveryFixture(engine: engine, path: path))
        }
    }

    /// The row of a container.
    func register(_ id: String, created: Int64 = past) throws {
        try engine.state.write { database in
            try database.execute(
                sql: "INSERT INTO containers (id, name, image_id, created) VALUES (?, ?, 'sha256:1', ?)",
                arguments: [id, "name-\(id)", created])
        }
    }

    /// The directory of a container.
    @discardableResult
    func makeDirectory(_ id: String) throws -> ContainerDirectory {
        let directory = try Descriptor.open("\(path)/containers", [.directory]).makeAndOpenDirectory(id)
        return ContainerDirectory(owning: directory)
    }

    /// A whole container, with its record.
    func makeContainer(_ id: String, removeOnExit: Bool = false, state: ContainerState? = nil) throws {
        try register(id)
        let directory = try makeDirectory(id)
        var settings = try settings { $0.labels = ["stage": "test"] }
        settings.id = try #require(ContainerID(parsing: id))
        let record = ContainerRecord(
            name: "name-\(id)", image: "busybox", imageID: "sha256:1", createdAt: Self.past, removeOnExit: removeOnExit,
            settings: settings)
        engine.emit(.container, "create", id: id, record.eventAttributes)
        try directory.descriptor.createFile(ContainerDirectory.recordName, record.json)
        if let state { try directory.write(state) }
    }

    /// Running, as the supervisor wrote it last.
    /// - Parameter bootID: of the machine's start at that time.
    static func running(startedAt: Int64, bootID: String? = BootID.current) -> ContainerState {
        .running(.init(pid: 1 << 30, startedAt: startedAt, cgroup: "/skiff-recovery-test", bootID: bootID))
    }

    /// What the log says of a container: `die 137`.
    func events(of id: String, since cursor: String = "c0") throws -> [String] {
        var request = EventsRequest()
        request.since = .cursor(EventCursor(parsing: cursor)!)
        request.until = .time(.now())
        var events = [String]()
        try engine.events(request) { recorded in
            let event = recorded.event
            guard event.id == id else { return }
            events.append(([event.action] + [event.attributes["exitCode"]].compactMap { $0 }).joined(separator: " "))
        }
        return events
    }

    /// What the container's directory says of its end.
    func end(of id: String) throws -> ExitRecord? {
        guard case .exited(let record) = try engine.directory(of: id).readState() else { return nil }
        return record
    }
}
