import Events
import Glibc
import Images
import JSON
import LinuxSystem
import OCI
import Runtime
import StateStore

extension Engine {
    /// Checks what was asked, then records it in one transaction. Nothing is
    /// left when it throws.
    public func create(_ options: RunOptions, from image: Image, host: HostFacts) throws -> Draft {
        let config = try images.config(of: image)
        try images.requireHostPlatform(config, of: options.image)
        let id = ContainerID.random()
        let options = try withNetworkNames(withSharedIDs(inheritingMounts(options)))
        var settings = try ContainerSettings(options: options, image: config.config, id: id, host: host)
        settings.nameVolumes()
        if settings.userNamespace == .auto, host.kernel < ContainerRoot.mappedLayers {
            throw EngineError(
                .unavailable,
                "--userns auto needs Linux \(ContainerRoot.mappedLayers) or later, for overlayfs on id-mapped layers; "
                    + "this is \(host.kernel)")
        }
        if options.removeOnExit, settings.restartPolicy != .no {
            throw EngineError(.invalid, "--rm and --restart exclude each other: nothing would be left to restart")
        }
        let name = try options.name.map { try ContainerName(parsing: $0).description }
        let created = Timestamp.now()
        let row = try register(
            Row(
                id: id.description, name: name, imageID: image.id.text, created: created.nanoseconds,
                needsIDs: settings.userNamespace == .auto, mounts: settings.mounts,
                networks: settings.networks.connections.map(\.network)))
        let record = ContainerRecord(
            name: row.name, image: options.image, imageID: image.id.text, createdAt: created.nanoseconds,
            removeOnExit: options.removeOnExit, settings: settings)
        do {
            let lock = try makeDirectory(record)
            if options.name != nil { try nameLinks().add(record.name, to: record.id) }
            return Draft(
                record: record, layers: try images.lowerDirectories(of: image).map(\.path), firstID: row.firstID,
                lock: lock)
        } catch {
            // The reason why it could not be made is worth more than a second one.
            _ = try? discard(record.id, removingVolumes: true)
            throw error
        }
    }

    /// Makes a container that isn't started; answers its id.
    public func create(_ options: RunOptions, fetch: (String) throws -> Void) throws -> String {
        let image = try image(for: options, fetch: fetch)
        return try create(options, from: image, host: .current()).record.id
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

    private func makeDirectory(_ record: ContainerRecord) throws -> FileLock {
        let directory = try containers.makeAndOpenDirectory(record.id, mode: 0o700)
        let lock = try FileLock.exclusive(ContainerDirectory.changeLockName, in: directory)
        try directory.makeDirectory(ContainerRoot.upperName, mode: 0o755)
        try directory.makeDirectory(ContainerRoot.workName, mode: 0o700)
        // In this order: who finds no record can see by the events what there was.
        emit(.container, "create", id: record.id, record.eventAttributes)
        try directory.createFile(ContainerDirectory.recordName, record.json)
        return lock
    }

    /// Forgets a container that nothing runs of any more.
    /// - Parameter removingVolumes: with the anonymous volumes that no other container uses.
    func discard(_ id: String, removingVolumes: Bool = false) throws {
        do {
            // Who waited for its end may still be reading of it.
            try FileLock.waitUntilUnused(ContainerDirectory.lockName, in: directory(of: id).descriptor)
            try removeStrayCgroup(of: id)
            try dropNetwork(of: id)
        } catch let error as SystemError where error.errno == ENOENT {
            // Never started, or half made.
        }
        try removeRecord(of: id)
        try removeDirectory(of: id)
        try forget(container: id, removingVolumes: removingVolumes)
    }
}

extension Engine {
    /// Somebody who comes upon it at this moment may look whether it has a
    /// supervisor, and leave the file that is locked for that.
    private func removeTree(_ id: String) throws(SystemError) {
        for _ in 0..<100 {
            do throws(SystemError) {
                return try containers.removeTree(id)
            } catch {
                guard error.errno == ENOTEMPTY else { throw error }
            }
        }
        try containers.removeTree(id)
    }

    private func removeDirectory(of id: String) throws {
        do throws(SystemError) {
            let directory = try ContainerDirectory(owning: containers.openDirectory(id))
            try directory.lockForRemoval()
            try removeTree(id)
        } catch {
            if error.errno != ENOENT { throw error }  // it is gone already, or was never made
        }
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
        let mounts: [MountOption]
        /// By name.
        let networks: [String]
    }

    private struct Registered: Sendable {
        let name: String
        let firstID: UInt32?
        /// Volumes that were made for it.
        let volumes: [String]
    }

    private func register(_ row: Row) throws -> Registered {
        do {
            let registered = try insert(row)
            for volume in registered.volumes { emitVolume("create", volume) }
            return registered
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
            let volumes = try registerVolumes(of: row.mounts, container: row.id, in: database)
            for network in row.networks { try NetworkTable.connect(row.id, to: network, in: database) }
            return Registered(name: name, firstID: range.map(Self.firstID(ofRange:)), volumes: volumes)
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
    static func firstID(ofRange number: Int) -> UInt32 {
        (1 << 30) + UInt32(number) * ContainerRoot.idCount
    }

    private static func freeRange(_ database: Database) throws -> Int {
        let taken = try Set(
            Int.fetchAll(database, sql: "SELECT id_range FROM containers WHERE id_range IS NOT NULL"))
        guard let free = (0..<8192).first(where: { !taken.contains($0) }) else {
            throw EngineError(.unavailable, "all 8192 ranges of user ids are in use: remove containers that have one")
        }
        return free
    }
}
