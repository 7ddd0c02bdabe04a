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
        /// A directory that the layers' paths are short from.
        var layersDirectory: String
        /// Where `upper` and `work` are.
        var directory: String
        /// The host's id that the container's 0 is, when it has a user namespace.
        var firstID: UInt32?
        /// The writable layer need not survive a crash of the host, so nothing
        /// of it is flushed when the container ends (overlayfs `volatile`).
        var isVolatile: Bool
        var kernel: KernelVersion
    }

    static let idCount: UInt32 = 65_536
    /// Overlayfs takes id-mapped mounts that are attached nowhere as layers.
    static let mappedLayers = KernelVersion(6, 15)

    static func mount(_ parts: borrowing Parts) throws(SystemError) -> DetachedMount {
        let mapped = try MappedDirectories(parts)
        let context = try FilesystemContext(type: "overlay")
        try context.set("source", "overlay")
        try context.set("upperdir", "\(mapped.directory)/\(upperName)")
        try context.set("workdir", "\(mapped.directory)/\(workName)")
        if parts.isVolatile { try context.set("volatile") }
        // The writable layer says by itself what has changed: a layer of an image can say no more.
        try context.set("redirect_dir", "off")
        try context.set("metacopy", "off")
        return try mount(context, mapped.layers, in: parts.layersDirectory, kernel: parts.kernel)
    }

    /// The image's layers without a writable one, read-only.
    static func mountLayers(
        _ layers: [String], in layersDirectory: String, kernel: KernelVersion
    ) throws(SystemError) -> DetachedMount {
        guard layers.count > 1 else {
            // Overlayfs wants two; one needs no overlay.
            let path = layers.first ?? layersDirectory
            let layer = try Descriptor.open(path, [.pathOnly, .directory])
            let mount = try DetachedMount.clone(of: layer, recursive: false, name: path)
            try mount.setAttributes(.readOnly, name: path)
            return mount
        }
        let context = try FilesystemContext(type: "overlay")
        try context.set("source", "overlay")
        return try mount(context, layers, in: layersDirectory, kernel: kernel)
    }

    private static func mount(
        _ context: consuming FilesystemContext, _ layers: [String], in layersDirectory: String, kernel: KernelVersion
    ) throws(SystemError) -> DetachedMount {
        if kernel >= layerByLayer {
            for layer in layers { try context.set("lowerdir+", layer) }
            return try context.mount([])
        }
        // The kernel resolves the paths when the file system is created, from
        // where this process is then.
        let workingDirectory = try WorkingDirectory(changedTo: layersDirectory)
        try context.set("lowerdir", sharedParameter(layers, in: layersDirectory))
        let mount = try context.mount([])
        withExtendedLifetime(workingDirectory) {}
        return mount
    }

    /// Overlayfs takes a parameter for each layer, so that their number has no limit.
    private static let layerByLayer = KernelVersion(6, 8)

    /// Before that the layers share one parameter of 255 bytes; relative paths
    /// make some fifty fit.
    static func sharedParameter(_ layers: [String], in directory: String) throws(SystemError) -> String {
        let names = layers.map { $0.hasPrefix(directory + "/") ? String($0.dropFirst(directory.utf8.count + 1)) : $0 }
        let parameter = names.joined(separator: ":")
        guard parameter.utf8.count <= 255 else {
            throw SystemError("mount", "\(layers.count) layers on a kernel older than \(layerByLayer)", errno: E2BIG)
        }
        return parameter
    }
}

/// This process's working directory, changed until the value is let go of.
private struct WorkingDirectory: ~Copyable {
    private let former: Descriptor

    init(changedTo path: String) throws(SystemError) {
        let here = try Descriptor.open(".", [.pathOnly, .directory])
        try checkErrno(chdir(path), "enter", path)
        former = here
    }

    deinit { fchdir(former.number) }
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
