import Archive
import Glibc
import LinuxSystem

/// Unpacks one layer's archive into a directory of its own, as a lower layer
/// of overlayfs. Nothing in the archive is trusted: no name leads out of the
/// directory, no attribute means anything to the kernel but what images need.
///
/// A file costs four system calls: open, write, time and close.
final class LayerUnpacker {
    let tree: LayerTree
    let reader: TarReader
    /// The bits that this process's umask takes from every mode: umask(2)
    /// itself cannot be read without a change for all threads.
    let maskedBits: mode_t
    var space = FreeSpace()
    /// Bytes of file content.
    var size: Int64 = 0

    /// - Parameters:
    ///   - archive: the layer, decompressed.
    ///   - directory: where the layer's root directory, `fs`, is made.
    ///   - lower: the layers beneath, topmost first.
    init(
        _ archive: any ByteSource, into directory: borrowing Descriptor, above lower: [SharedDescriptor]
    ) throws(ImageError) {
        tree = try Self.makeTree(in: directory, above: lower)
        do {
            maskedBits = try 0o777 & ~tree.root.status().st_mode
        } catch {
            throw .system(error)
        }
        reader = TarReader(archive)
    }

    private static func makeTree(
        in directory: borrowing Descriptor, above lower: [SharedDescriptor]
    ) throws(ImageError) -> LayerTree {
        do {
            try directory.makeDirectory("fs", mode: 0o777)
            return try LayerTree(root: directory.openDirectory("fs"), lower: LowerLayers(lower))
        } catch {
            throw .system(error)
        }
    }

    /// Whether the layer hides all layers beneath it.
    var isOpaque: Bool { tree.isOpaque }

    /// Unpacks everything, and reads the archive to its last byte.
    func unpack() throws(ImageError) {
        while let entry = try attempt({ () throws(ArchiveError) in try reader.next() }) {
            try unpack(entry)
        }
        try tree.finish()
        try attempt { () throws(ArchiveError) in try reader.drain() }
    }

    private func unpack(_ entry: TarEntry) throws(ImageError) {
        let path = try LayerPath(entry.path)
        guard !path.name.isEmpty else {
            guard entry.kind == .directory else {
                throw .invalid("refused to unpack the root as a file: it is a directory")
            }
            tree.setAttributes(DirectoryAttributes(entry), at: [])
            return
        }
        let whiteout = try Whiteout(path)
        guard whiteout != .ignored else { return }
        try tree.enter(path.parent)
        if let whiteout { return try hide(whiteout) }
        do {
            switch entry.kind {
            case .file: try makeFile(entry, path)
            case .directory: try makeDirectory(entry, path)
            case .hardLink(let target): try makeHardLink(path, to: LayerPath(target))
            case .symbolicLink(let target): try makeSymbolicLink(entry, path, to: target)
            case .characterDevice(let major, let minor):
                try makeNode(entry, path, S_IFCHR, device: DeviceNumber(major: major, minor: minor).packed)
            case .blockDevice(let major, let minor):
                try makeNode(entry, path, S_IFBLK, device: DeviceNumber(major: major, minor: minor).packed)
            case .fifo: try makeNode(entry, path, S_IFIFO, device: 0)
            }
        } catch {
            throw ImageError(error)
        }
    }
}

extension DirectoryAttributes {
    init(_ entry: TarEntry) {
        self.init(mode: mode_t(entry.mode), owner: entry.owner, modified: entry.modified)
    }
}
