import Images
import LinuxSystem
import Runtime
import StateStore

extension Engine {
    /// Measures the state directory: one look at each file.
    public func diskUsage() throws -> DiskUsage {
        var measure = DiskMeasure()
        let store = try images.usage(&measure)
        let partial = try images.partialUsage(&measure)
        let directories = try ContainerSizes(containers, &measure)
        let volumes = try volumeSizes(&measure)
        var query = ContainerQuery()
        query.all = true
        let all = try list(query)

        let containers = all.map { container in
            let sizes = directories.sizes[container.id]
            return DiskUsage.ContainerUsage(
                container: container, size: sizes?.files ?? 0, logSize: sizes?.logs ?? 0)
        }
        let running = Set(all.filter { $0.status.isRunning }.map(\.id))
        let categories = try DiskUsage.Kind.allCases.map { kind in
            var category = DiskUsage.Category(kind: kind)
            switch kind {
            case .images:
                category.count = store.images.count
                category.active = store.images.count { $0.containers > 0 }
                category.size = store.total
                category.reclaimable = store.reclaimable
            case .containers:
                for (id, sizes) in directories.sizes { category.add(sizes.files, isActive: running.contains(id)) }
                category.size += try measure.ownSize(of: "containers", in: state.directory)
            case .logs:
                for (id, sizes) in directories.sizes where sizes.logs > 0 {
                    category.add(sizes.logs, isActive: running.contains(id))
                }
            case .partial:
                category.count = partial.count
                category.active = partial.active
                category.size = partial.total
                category.reclaimable = partial.reclaimable
            case .state: category.size = try stateSize(&measure)
            case .volumes:
                for volume in volumes { category.add(volume.size, isActive: !volume.usage.containers.isEmpty) }
                category.size += try measure.ownSize(of: VolumeDirectories.name, in: state.directory)
            // There is none so far.
            case .buildCache: break
            }
            return category
        }
        return DiskUsage(categories: categories, images: store.images, containers: containers, volumes: volumes)
    }

    private func volumeSizes(_ measure: inout DiskMeasure) throws -> [DiskUsage.VolumeSize] {
        let all = try volumes()
        if all.isEmpty { return [] }
        let directories = try VolumeDirectories(in: state)
        return try all.map { usage in
            DiskUsage.VolumeSize(usage: usage, size: try directories.size(of: usage.volume.name, &measure))
        }
    }

    /// What is in the state directory beside images and containers.
    private func stateSize(_ measure: inout DiskMeasure) throws(SystemError) -> Int64 {
        let counted = ["blobs", "layers", "staging", "downloads", "containers", VolumeDirectories.name]
        var size = try measure.ownSize(of: ".", in: state.directory)
        for name in try state.directory.entries() where !counted.contains(name.shown) {
            size += try measure.size(of: name, in: state.directory)
        }
        return size
    }
}

/// What each directory of a container takes, that of a half made or half removed one, too.
private struct ContainerSizes {
    struct Sizes {
        let files: Int64
        let logs: Int64
    }

    /// By id.
    private(set) var sizes: [String: Sizes] = [:]

    init(_ containers: borrowing Descriptor, _ measure: inout DiskMeasure) throws(SystemError) {
        for name in try containers.entries() {
            let all = try measure.size(of: name, in: containers)
            let logs = try Self.logs(of: name, in: containers, &measure)
            sizes[name.shown] = Sizes(files: all - logs, logs: logs)
        }
    }

    private static func logs(
        of name: RawPath, in containers: borrowing Descriptor, _ measure: inout DiskMeasure
    ) throws(SystemError) -> Int64 {
        // A container may be removed at any moment.
        guard let directory = try? containers.openDirectory(name) else { return 0 }
        var size: Int64 = 0
        for file in try directory.entries() where file.shown.hasPrefix(ContainerDirectory.logName) {
            size += try measure.ownSize(of: file.shown, in: directory)
        }
        return size
    }
}
