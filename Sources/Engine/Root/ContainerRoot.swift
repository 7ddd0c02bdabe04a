import Glibc
import LinuxSystem

/// A container's root file system: the image's layers with a writable one of
/// its own on top (overlayfs), mounted but attached nowhere. It exists as long
/// as somebody holds it and is seen by nobody else.
public enum ContainerRoot {
    /// The names below the container's directory.
    static let upperName = "upper"
    static let workName = "work"

    /// What the mount is made of.
    struct Parts: ~Copyable {
        /// The image's layers, the top one first.
        var layers: [String]
        /// Where `upper` and `work` are.
        var directory: String
        /// The host's id that the container's 0 is, when it has a user namespace.
        var firstID: UInt32?
        /// The writable layer need not survive a crash of the host, so nothing
        /// of it is flushed when the container ends (overlayfs `volatile`).
        var isVolatile: Bool
    }

    static let idCount: UInt32 = 65_536

    static func mount(_ parts: borrowing Parts) throws(SystemError) -> DetachedMount {
        let mapped = try MappedDirectories(parts)
        let context = try FilesystemContext(type: "overlay")
        try context.set("source", "overlay")
        try addLayers(mapped.layers, to: context)
        try context.set("upperdir", "\(mapped.directory)/\(upperName)")
        try context.set("workdir", "\(mapped.directory)/\(workName)")
        if parts.isVolatile { try context.set("volatile") }
        let mount = try context.mount([])
        withExtendedLifetime(mapped) {}
        return mount
    }

    /// One parameter a layer: no page-sized limit (Linux 6.5). Before that the
    /// layers share one, of 255 bytes.
    private static func addLayers(
        _ layers: [String], to context: borrowing FilesystemContext
    ) throws(SystemError) {
        do {
            for layer in layers { try context.set("lowerdir+", layer) }
        } catch {
            guard error.errno == EINVAL else { throw error }
            try context.set("lowerdir", layers.joined(separator: ":"))
        }
    }
}

/// The directories of an overlay as paths that lead through id-mapped mounts
/// when the container has a user namespace: files keep the image's owners on
/// disk and appear as the container's own inside.
private struct MappedDirectories: ~Copyable {
    let layers: [String]
    let directory: String
    private let mounts: [MappedMount]

    /// Shared, because an array can't hold what has one owner.
    private final class MappedMount {
        let mount: DetachedMount
        init(_ mount: consuming DetachedMount) { self.mount = mount }
    }

    init(_ parts: borrowing ContainerRoot.Parts) throws(SystemError) {
        guard let firstID = parts.firstID else {
            layers = parts.layers
            directory = parts.directory
            mounts = []
            return
        }
        let namespace = try UserNamespace.mapping(from: firstID, count: ContainerRoot.idCount)
        var mounts = [MappedMount]()
        for path in parts.layers + [parts.directory] {
            let location = try Descriptor.open(path, [.pathOnly, .directory])
            let clone = try DetachedMount.clone(of: location, recursive: false, name: path)
            try clone.mapOwners(by: namespace, name: path)
            mounts.append(MappedMount(clone))
        }
        var paths = mounts.map { $0.mount.descriptor.procPath }
        directory = paths.removeLast()
        layers = paths
        self.mounts = mounts
    }
}
