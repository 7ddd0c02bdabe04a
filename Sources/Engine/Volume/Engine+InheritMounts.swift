extension Engine {
    /// The options with the mounts of the containers that `--volumes-from` names: their volumes and what they
    /// have bound from the host, by the same targets. What the user mounts at a target himself comes first,
    /// then what the last one has there.
    func inheritingMounts(_ options: RunOptions) throws -> RunOptions {
        guard !options.volumesFrom.isEmpty else { return options }
        var inherited = [MountOption]()
        for source in options.volumesFrom {
            for mount in try container(source.container).record.mounts {
                guard let mount = Self.inherited(mount, by: source) else { continue }
                inherited.removeAll { $0.target == mount.target }
                inherited.append(mount)
            }
        }
        var options = options
        let own = options.mounts.map(\.target.cleanedPath)
        options.mounts += inherited.filter { !own.contains($0.target) }
        return options
    }

    /// `nil` for memory, which is nobody else's.
    private static func inherited(_ mount: MountOption, by source: VolumesFromOption) -> MountOption? {
        var mount = mount
        switch mount.source {
        case .tmpfs: return nil
        case .bind: break
        case .volume(var volume):
            volume.copiesUp = volume.copiesUp && source.copiesUp
            // It is there, with the options that it was made with.
            volume.options = [:]
            mount.source = .volume(volume)
        }
        mount.readOnly = mount.readOnly || source.readOnly
        return mount
    }
}
