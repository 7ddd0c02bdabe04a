import LinuxSystem
import StateStore

extension Engine {
    /// A container's mounts, with the place of each volume instead of its name. Nothing is changed.
    func resolvingVolumes(_ mounts: [MountOption]) throws -> [MountOption] {
        guard mounts.contains(where: \.isVolume) else { return mounts }
        return try state.read { database in
            try mounts.map { mount in
                guard case .volume(let asked) = mount.source, let name = asked.name else { return mount }
                guard let volume = try VolumeTable.find(name, in: database) else { throw Self.noSuchVolume(name) }
                return try resolve(mount, volume)
            }
        }
    }

    private func resolve(_ mount: MountOption, _ volume: Volume) throws -> MountOption {
        var mount = mount
        // A volume is many containers', each with user ids of its own: its files have one owner for all of them.
        mount.keepsOwners = true
        switch try volume.storage() {
        case .directory:
            mount.source = .bind(path: path(of: volume), createMissing: false, propagation: nil, recursive: true)
        case .bind(let path, let recursive, let readOnly):
            mount.source = .bind(path: path, createMissing: false, propagation: nil, recursive: recursive)
            mount.readOnly = mount.readOnly || readOnly
        case .memory(let size, let mode, let options, let readOnly):
            guard mount.subpath == nil else {
                throw EngineError(
                    .invalid, "volume \(volume.name) is in memory and empty at first: leave out volume-subpath")
            }
            // Other than other memory of a container, a volume may hold programs.
            mount.source = .tmpfs(size: size, mode: mode, options: ["exec"] + options)
            mount.readOnly = mount.readOnly || readOnly
        }
        return mount
    }

    /// Gets a container's volumes ready for its first start: an empty one gets what the image has at its target.
    /// - Parameters:
    ///   - root: the container's root as its processes will find it.
    ///   - firstID: the host's id that the container's 0 is, when it has a user namespace.
    /// - Throws: `invalid` when a path in a volume isn't there.
    func prepareVolumes(
        of mounts: [MountOption], root: borrowing DetachedMount, firstID: UInt32?
    ) throws {
        guard mounts.contains(where: \.isVolume) else { return }
        let directories = try VolumeDirectories(in: state)
        for mount in mounts {
            guard case .volume(let asked) = mount.source, let name = asked.name else { continue }
            let usage = try volume(name)
            let place: VolumePlace
            switch try usage.volume.storage() {
            case .memory: continue
            case .directory: place = try VolumePlace.open(usage.volume, directory: directories.make(name))
            case .bind(let path, _, _): place = try VolumePlace.open(usage.volume, hostPath: path)
            }
            if let subpath = mount.subpath {
                try place.requireSubpath(subpath)
            } else if asked.copiesUp {
                try place.fill(from: root, target: mount.target, firstID: firstID)
            }
        }
    }
}

extension ContainerRecord {
    /// Whether it uses any volume.
    var hasVolumes: Bool { mounts.contains(where: \.isVolume) }
}

extension MountOption {
    var isVolume: Bool {
        if case .volume = source { true } else { false }
    }
}
