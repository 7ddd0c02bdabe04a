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
    let space: FreeSpace
    /// The bits that this process's umask takes from every mode: umask(2)
    /// itself cannot be read without a change for all threads.
    let maskedBits: mode_t
    /// Bytes of file content.
    var size: Int64 = 0

    /// - Parameters:
    ///   - archive: the layer, decompressed.
    ///   - directory: where the layer's root directory, `fs`, is made.
    ///   - lower: the layers beneath; `nil` when they are not known yet.
    init(
        _ archive: any ByteSource, into directory: borrowing Descriptor, above lower: LowerLayers?, space: FreeSpace
    ) throws(ImageError) {
        tree = try LayerTree(in: directory, above: lower)
        self.space = space
        do {
            maskedBits = try 0o777 & ~tree.root.status().st_mode
        } catch {
            throw .system(error)
        }
        reader = TarReader(archive)
    }

    /// Unpacks an archive into a directory of its own, in place of what an
    /// earlier attempt has left there, and reads it to its end.
    /// - Parameters:
    ///   - name: the directory's, in the staging directory.
    ///   - lower: the layers beneath; `nil` when they are not known yet.
    /// - Returns: `nil` when they must be known to say what belongs where.
    static func unpack(
        _ archive: LayerArchive, _ name: String, above lower: LowerLayers?, in transfer: Transfer
    ) throws(ImageError) -> UnpackedLayer? {
        let staging = transfer.staging
        let directory = try attempt { () throws(SystemError) in
            try staging.descriptor.removeTree(name)
            return try staging.descriptor.makeAndOpenDirectory(name, mode: 0o700)
        }
        let unpacker = try LayerUnpacker(archive.source, into: directory, above: lower, space: transfer.space)
        let unpacked = try unpacker.unpack(name)
        if unpacked == nil { try archive.drain() }
        return unpacked
    }

    private func unpack(_ name: String) throws(ImageError) -> UnpackedLayer? {
        do {
            while let entry = try attempt({ () throws(ArchiveError) in try reader.next() }) {
                try unpack(entry)
            }
        } catch {
            // What is wrong may be right where a lower layer's link leads.
            guard tree.hasQuestions, error.kind != .unavailable else { throw error }
            return nil
        }
        try attempt { () throws(ArchiveError) in try reader.drain() }
        guard !tree.isAmbiguous else { return nil }
        let root = try attempt { () throws(SystemError) in try SharedDescriptor(tree.root.duplicate()) }
        return UnpackedLayer(name: name, root: root, size: size, isOpaque: tree.isOpaque, journal: tree.journal)
    }

    private func unpack(_ entry: TarEntry) throws(ImageError) {
        let path = try LayerPath(entry.path)
        guard !path.name.isEmpty else {
            guard entry.kind == .directory else {
                throw .invalid("refused to unpack the root as a file: it is a directory")
            }
            return try attempt { () throws(SystemError) in
                try tree.setAttributes(DirectoryAttributes(entry), at: [])
            }
        }
        let whiteout = try Whiteout(path)
        guard whiteout != .ignored else { return }
        try space.take(0, files: 1, in: tree.root, for: entry.shownPath)
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
