import LinuxSystem
import StateStore

extension Engine {
    /// Makes the volumes of a new container that aren't there, and notes that it uses them all. From then on,
    /// none of them can be removed before the container.
    /// - Parameter database: of the transaction that the container's own row is written in, after that.
    /// - Returns: the names of those that it has made.
    /// - Throws: `conflict` when a volume is of another kind than was asked, or can't be shared.
    func registerVolumes(
        of mounts: [MountOption], container id: String, in database: Database
    ) throws -> [String] {
        var made = [String]()
        for mount in mounts {
            guard case .volume(let asked) = mount.source, let name = asked.name else { continue }
            let existing = try find(asked, name, in: database)
            let volume = try existing ?? make(asked, name, in: database)
            if existing == nil { made.append(name) }
            if case .memory = try volume.storage() {
                try requireAlone(volume, with: id, in: database)
            }
            try database.execute(
                sql: "INSERT OR IGNORE INTO container_volumes (container_id, volume) VALUES (?, ?)",
                arguments: [id, name])
        }
        return made
    }

    private func find(_ asked: VolumeMount, _ name: String, in database: Database) throws -> Volume? {
        guard let existing = try VolumeTable.find(name, in: database) else { return nil }
        guard asked.options.isEmpty || asked.options == existing.options else {
            throw EngineError(
                .conflict, "volume \(name) exists with other options: remove it first, or leave out volume-opt")
        }
        return existing
    }

    private func make(_ asked: VolumeMount, _ name: String, in database: Database) throws -> Volume {
        let volume = Volume(
            name: name, createdAt: .now(), isAnonymous: asked.isAnonymous, labels: asked.labels, options: asked.options)
        try add(volume, in: database)
        return volume
    }

    /// Memory is one container's: nobody holds it when that has ended, and no other one finds it.
    private func requireAlone(_ volume: Volume, with id: String, in database: Database) throws {
        if let other = try VolumeTable.users(of: volume.name, but: id, in: database).first {
            throw EngineError(
                .conflict,
                "volume \(volume.name) is in memory, which containers can't share, and belongs to container \(other): "
                    + "remove that container first")
        }
    }
}

extension ContainerSettings {
    /// Gives each anonymous volume its name.
    mutating func nameVolumes() {
        for index in mounts.indices {
            guard case .volume(var volume) = mounts[index].source, volume.name == nil else { continue }
            volume.name = VolumeName.random()
            mounts[index].source = .volume(volume)
        }
    }
}
