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
            NewRow(
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
