import Glibc
import Images
import LinuxSystem
import OCI
import Runtime
import StateStore

extension Engine {
    /// Mounts the files of a container that doesn't run, where nobody else sees
    /// them. `nil`: it is just being started.
    func stoppedTree(of container: Container, _ extent: TreeExtent) throws -> ContainerTree? {
        // What a lost supervisor has left might still write to them.
        try sweep(container)
        let lock = try changeLock(of: container.id)
        guard let now = try existing(container.id), !now.isSupervised else { return nil }
        let spec = try specification(of: container.id)
        let mapping = try spec.map { $0.linux?.userIDMappings?.first } ?? firstMapping(of: container.id)
        var order = try StoppedRoot(
            layers: images.lowerDirectories(of: images.find(container.record.imageID)).map(\.path),
            layersDirectory: "\(state.path)/layers", directory: path(of: container.id), firstID: mapping?.hostID,
            kernel: HostFacts.current().kernel,
            isReadOnly: spec.map { $0.root?.readOnly ?? false } ?? container.record.settings.readOnlyRoot)
        if extent == .everything {
            order.binds =
                try spec.map { ($0.mounts ?? []).compactMap(StoppedRoot.Bind.init) }
                ?? firstBinds(order, of: container.record)
        }
        let owners = OwnerShift(mapping: mapping)
        switch extent {
        case .rootAlone:
            return ContainerTree(root: try order.mount().takeDescriptor(), owners: owners, holder: .root(lock))
        case .everything:
            let mounts = try PrivateMounts.make { () throws(SystemError) in try order.attach() }
            return ContainerTree(root: try mounts.root.duplicate(), owners: owners, holder: .mounts(mounts, lock))
        }
    }
}

extension Engine {
    /// What is going to be mounted at the first start. Its volumes get the image's files now: one that somebody
    /// has put a file into gets nothing later.
    private func firstBinds(_ order: StoppedRoot, of record: ContainerRecord) throws -> [StoppedRoot.Bind] {
        let mounts = record.settings.mounts
        if record.hasVolumes { try prepareVolumes(of: mounts, root: order.mount(), firstID: order.firstID) }
        return try resolvingVolumes(mounts).compactMap(StoppedRoot.Bind.init)
    }

    private func firstMapping(of id: String) throws -> RuntimeSpec.IDMapping? {
        try state.read { database in
            try Int.fetchOne(database, sql: "SELECT id_range FROM containers WHERE id = ?", arguments: [id])
        }.map {
            RuntimeSpec.IDMapping(containerID: 0, hostID: Self.firstID(ofRange: $0), size: ContainerRoot.idCount)
        }
    }
}

/// The root of a container that doesn't run, and what belongs on it.
private struct StoppedRoot: Sendable {
    let layers: [String]
    let layersDirectory: String
    let directory: String
    let firstID: UInt32?
    let kernel: KernelVersion
    let isReadOnly: Bool
    /// In the order in which they are attached.
    var binds: [Bind] = []

    /// A file or a directory of the host, in the container.
    struct Bind: Sendable {
        let source: String
        let target: String
        let isRecursive: Bool
        let isReadOnly: Bool

        /// `nil` for a mount of another kind: what was in it went with the container's end.
        init?(_ mount: RuntimeSpec.Mount) {
            let options = mount.options ?? []
            isRecursive = options.contains("rbind")
            guard let source = mount.source, mount.type == "bind" || isRecursive || options.contains("bind") else {
                return nil
            }
            self.source = source
            target = mount.destination
            isReadOnly = options.contains("ro")
        }

        /// `nil` as above. Volumes are given by their places.
        init?(_ mount: MountOption) {
            guard case .bind(let path, _, _, let recursive) = mount.source else { return nil }
            source = path
            target = mount.target
            isRecursive = recursive
            isReadOnly = mount.readOnly
        }
    }

    /// The overlay, attached nowhere.
    // Swift 6.3's inliner crashes on it in `stoppedTree`.
    @inline(never)
    func mount() throws(SystemError) -> DetachedMount {
        try ContainerRoot.mount(
            ContainerRoot.Parts(
                layers: layers, layersDirectory: layersDirectory, directory: directory, firstID: firstID,
                isVolatile: false, kernel: kernel))
    }

    /// Attaches all on the container's own directory, in a mount namespace that
    /// nobody else is in.
    func attach() throws(SystemError) -> Descriptor {
        let overlay = try mount()
        try overlay.attach(at: Descriptor.open(directory, [.pathOnly, .directory]), name: "the container's root")
        for bind in binds {
            guard let source = try Self.location(of: bind.source) else { continue }
            let clone = try DetachedMount.clone(of: source, recursive: bind.isRecursive, name: bind.source)
            if bind.isReadOnly { try clone.setAttributes(.readOnly, recursive: bind.isRecursive, name: bind.source) }
            let isDirectory = try source.status(name: bind.source).kind == .directory
            guard let target = try Self.target(bind.target, isDirectory: isDirectory, in: overlay.descriptor) else {
                continue
            }
            try clone.attach(at: target, name: bind.target)
        }
        if isReadOnly { try overlay.setAttributes(.readOnly, name: "the container's root") }
        return overlay.takeDescriptor()
    }

    /// `nil` when it has gone meanwhile; a start would say so.
    private static func location(of path: String) throws(SystemError) -> Descriptor? {
        do {
            return try Descriptor.open(path, [.pathOnly])
        } catch {
            guard error.errno == ENOENT || error.errno == ENOTDIR else { throw error }
            return nil
        }
    }

    /// Where a bind goes, made if it's missing, as a start would.
    private static func target(
        _ path: String, isDirectory: Bool, in root: borrowing Descriptor
    ) throws(SystemError) -> Descriptor? {
        var made = ""
        let components = path.split(separator: "/")
        for (index, component) in components.enumerated() {
            let parent = try root.open(made.isEmpty ? "/" : made, [.pathOnly, .directory], resolution: .container)
            made += "/\(component)"
            do {
                _ = try root.open(made, [.pathOnly], resolution: .container)
            } catch {
                guard error.errno == ENOENT else { return nil }
                if index < components.count - 1 || isDirectory {
                    try parent.makeDirectory(String(component), mode: 0o755)
                } else {
                    try parent.makeNode(String(component), mode: S_IFREG | 0o644)
                }
            }
        }
        return try root.open(path, [.pathOnly], resolution: .container)
    }
}
