import LinuxSystem
import StateStore

extension Engine {
    /// Makes a volume, or finds the one that has the name.
    /// - Parameters:
    ///   - name: `nil` for an anonymous one.
    ///   - options: Docker's of the driver `local`: `type`, `o`, `device`, `size`.
    /// - Throws: `conflict` when there is one of other options or labels.
    public func createVolume(
        name: VolumeName?, labels: [String: String] = [:], options: [String: String] = [:]
    ) throws -> Volume {
        do { _ = try VolumeStorage(options: options) } catch { throw EngineError(.invalid, "\(error)") }
        let volume = Volume(
            name: name?.description ?? VolumeName.random(), createdAt: .now(), isAnonymous: name == nil,
            labels: labels, options: options)
        let made = try change { database in
            guard let existing = try VolumeTable.find(volume.name, in: database) else {
                try add(volume, in: database)
                return volume
            }
            guard options.isEmpty || options == existing.options, labels.isEmpty || labels == existing.labels else {
                throw EngineError(
                    .conflict,
                    "volume \(volume.name) exists with other options or labels: remove it first, or leave them out")
            }
            return existing
        }
        // One that was there already is as it was.
        if made == volume { emitVolume("create", volume.name) }
        return made
    }

    /// The volumes that fit, by their names.
    public func volumes(_ filter: VolumeFilter = VolumeFilter()) throws -> [VolumeUsage] {
        try state.read { database in
            let users = try VolumeTable.users(in: database)
            return try VolumeTable.all(in: database).map { usage(of: $0, users[$0.name] ?? []) }
        }.filter(filter.selects)
    }

    /// Looks at one volume.
    /// - Throws: `notFound`.
    public func volume(_ name: String) throws -> VolumeUsage {
        let found = try state.read { database in
            try VolumeTable.find(name, in: database).map { usage(of: $0, []) }
        }
        guard let found else { throw Self.noSuchVolume(name) }
        return found
    }

    static func noSuchVolume(_ name: String) -> EngineError { EngineError(.notFound, "no such volume: \(name)") }

    private func usage(of volume: Volume, _ containers: [String]) -> VolumeUsage {
        VolumeUsage(volume: volume, containers: containers, path: path(of: volume))
    }

    /// Where a volume's files are on the host. Those of one in memory are in its container alone.
    func path(of volume: Volume) -> String {
        if case .bind(let path, _, _) = try? volume.storage() { return path }  // else it has a directory of its own
        return "\(state.path)/\(VolumeDirectories.name)/\(volume.name)/\(VolumeDirectories.dataName)"
    }

    /// Adds a volume whose name nobody has. Its directory is made before anyone can know of it: when this
    /// fails, an empty directory may stay, which the next volume of the name takes.
    func add(_ volume: Volume, in database: Database) throws {
        let storage = try volume.storage()
        let directories = try VolumeDirectories(in: state)
        if case .directory(.some) = storage {
            try VolumeQuota.requireSupport(in: directories.descriptor, for: volume)
        }
        let directory = try directories.make(volume.name)
        var project: Int64?
        if case .directory(.some(let size)) = storage {
            project = try VolumeQuota.limit(directory, to: size, of: volume, in: database)
        }
        try VolumeTable.insert(volume, project: project, in: database)
    }

    /// A transaction that writes; what its body throws is thrown as it is.
    func change<Value: Sendable>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try state.write(body)
        } catch StateError.body(let error) {
            throw error
        }
    }
}
