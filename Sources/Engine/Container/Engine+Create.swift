import Events
import Glibc
import Images
import JSON
import LinuxSystem
import OCI
import Runtime
import StateStore

extension Engine {
    /// A container that is recorded but not started: its name is taken, its
    /// directory made.
    public struct Draft: Sendable {
        public let record: ContainerRecord
        let settings: ContainerSettings
        /// The image's layers as directories, the top one first.
        let layers: [String]
        /// The host's id that the container's 0 becomes, with `--userns auto`.
        let firstID: UInt32?
        /// Nobody stays with it.
        let isDetached: Bool
    }

    /// Checks what was asked, then records it in one transaction. Nothing is
    /// left when it throws.
    public func create(_ options: RunOptions, from image: Image, host: HostFacts) throws -> Draft {
        let config = try images.config(of: image)
        try images.requireHostPlatform(config, of: options.image)
        let id = ContainerID.random()
        let settings = try ContainerSettings(options: options, image: config.config, id: id, host: host)
        if settings.userNamespace == .auto, host.kernel < ContainerRoot.mappedLayers {
            throw EngineError(
                .unavailable,
                "--userns auto needs Linux \(ContainerRoot.mappedLayers) or later, for overlayfs on id-mapped layers; "
                    + "this is \(host.kernel)")
        }
        let name = try options.name.map { try ContainerName(parsing: $0).description }
        let created = Timestamp.now()
        let row = try register(
            Row(
                id: id.description, name: name, imageID: image.id.text, created: created.nanoseconds,
                needsIDs: settings.userNamespace == .auto))
        let record = ContainerRecord(
            id: id.description, name: row.name, image: options.image, imageID: image.id.text,
            createdAt: created.nanoseconds, arguments: settings.arguments, labels: settings.labels,
            interactive: options.interactive, terminal: settings.terminal, removeOnExit: options.removeOnExit,
            stopSignal: settings.stopSignal.name, network: settings.network)
        do {
            try makeDirectory(record)
        } catch {
            // The reason why it could not be made is worth more than a second one.
            _ = try? discard(record.id)
            throw error
        }
        return Draft(
            record: record, settings: settings, layers: try images.lowerDirectories(of: image).map(\.path),
            firstID: row.firstID, isDetached: options.detach)
    }

    /// The image to start from, fetched before when it has to be.
    func image(for options: RunOptions, fetch: (String) throws -> Void) throws -> Image {
        if options.pull == .always {
            try fetch(options.image)
        } else {
            do {
                return try images.find(options.image)
            } catch {
                guard error.kind == .notFound, options.pull == .missing else { throw error }
                try fetch(options.image)
            }
        }
        return try images.find(options.image)
    }

    private func makeDirectory(_ record: ContainerRecord) throws {
        let directory = try containers.makeAndOpenDirectory(record.id, mode: 0o700)
        try directory.makeDirectory(ContainerRoot.upperName, mode: 0o755)
        try directory.makeDirectory(ContainerRoot.workName, mode: 0o700)
        // In this order: who finds no record can see by the events what there was.
        emit(.container, "create", id: record.id, record.eventAttributes)
        try directory.createFile(ContainerDirectory.recordName, record.json)
    }

    /// Forgets a container that nothing runs of any more.
    func discard(_ id: String) throws {
        do {
            // Who waited for its end may still be reading of it.
            try FileLock.waitUntilUnused(ContainerDirectory.lockName, in: directory(of: id).descriptor)
            try removeStrayCgroup(of: id)
        } catch let error as SystemError where error.errno == ENOENT {
            // Never started, or half made.
        }
        try removeRecord(of: id)
        try containers.removeTree(id)
        try state.write { try $0.execute(sql: "DELETE FROM containers WHERE id = ?", arguments: [id]) }
    }
}

// MARK: - The database's row

extension Engine {
    private struct Row {
        let id: String
        /// `nil`: any that is free.
        let name: String?
        let imageID: String
        let created: Int64
        let needsIDs: Bool
    }

    private struct Registered: Sendable {
        let name: String
        let firstID: UInt32?
    }

    private func register(_ row: Row) throws -> Registered {
        do {
            return try insert(row)
        } catch StateError.body(let error) {
            throw error
        }
    }

    private func insert(_ row: Row) throws(StateError) -> Registered {
        try state.write { database in
            let name = try row.name ?? Self.freeName(database)
            if let other = try String.fetchOne(
                database, sql: "SELECT id FROM containers WHERE name = ?", arguments: [name])
            {
                throw EngineError(
                    .conflict,
                    "the container name \"\(name)\" is already in use by container \(other.prefix(12)): "
                        + "remove or rename that container, or choose another name")
            }
            let range = row.needsIDs ? try Self.freeRange(database) : nil
            try database.execute(
                sql: "INSERT INTO containers (id, name, image_id, created, id_range) VALUES (?, ?, ?, ?, ?)",
                arguments: [row.id, name, row.imageID, row.created, range])
            return Registered(
                name: name, firstID: range.map { Self.firstMappedID + UInt32($0) * ContainerRoot.idCount })
        }
    }

    private static func freeName(_ database: Database) throws -> String {
        var name = ContainerName.random()
        var attempt = 0
        while try Bool.fetchOne(
            database, sql: "SELECT 1 FROM containers WHERE name = ?", arguments: [name]) == true
        {
            attempt += 1
            name = ContainerName.random() + (attempt > 10 ? String(Int.random(in: 0...99_999)) : "")
        }
        return name
    }

    /// Ranges for `--userns auto` begin far above those that login programs
    /// give out (subuid(5) starts at 100000), so that containers share ids with
    /// nobody.
    private static let firstMappedID: UInt32 = 1 << 30

    private static func freeRange(_ database: Database) throws -> Int {
        let taken = try Set(
            Int.fetchAll(database, sql: "SELECT id_range FROM containers WHERE id_range IS NOT NULL"))
        guard let free = (0..<8192).first(where: { !taken.contains($0) }) else {
            throw EngineError(.unavailable, "all 8192 ranges of user ids are in use: remove containers that have one")
        }
        return free
    }
}
