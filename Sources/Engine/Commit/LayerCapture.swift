import Archive
import Glibc
import LinuxSystem

/// Writes the writable layer of a container as a layer of an image: what
/// overlayfs keeps as nodes and attributes becomes names (OCI image
/// specification, "Whiteouts").
struct LayerCapture {
    private static let whiteout = Array(".wh.".utf8)

    let archive: TreeArchiver
    let leaveOut: (String) -> Void

    /// - Parameter upper: the layer's root. The ids in it are the image's, whatever
    ///   user namespace the container has.
    func write(_ upper: borrowing Descriptor) throws {
        let status = try upper.status(name: "the container's root")
        try archive.put(
            TarEntry(
                path: Array("./".utf8), kind: .directory, mode: UInt32(status.st_mode & 0o7777), owner: status.owner,
                modified: status.modified))
        try markIfOpaque(upper, at: [])
        var walk = TreeWalk(leaveOut: leaveOut)
        try walk.walk(upper, as: nil) { entry, file in try put(entry, file) }
    }

    private func put(_ entry: TarEntry, _ file: borrowing Descriptor) throws {
        let (parent, name) = Self.split(entry.path)
        guard !name.starts(with: Self.whiteout) else {
            throw EngineError(
                .invalid,
                "cannot commit the file \"\(entry.shownPath)\": in a layer its name would mean that another one is gone; rename it"
            )
        }
        switch entry.kind {
        case .characterDevice(major: 0, minor: 0):
            try archive.put(TarEntry(path: parent + Self.whiteout + name, mode: 0))
        case .directory:
            try refuse("trusted.overlay.redirect", of: file, entry)
            try archive.put(entry, file)
            try markIfOpaque(file, at: entry.path)
        case .file:
            // The content of such a file is beneath, and it has no blocks.
            if entry.size > 0, try file.status().st_blocks == 0 {
                try refuse("trusted.overlay.metacopy", of: file, entry)
            }
            try archive.put(entry, file)
        default: try archive.put(entry, file)
        }
    }

    private func markIfOpaque(_ directory: borrowing Descriptor, at path: [UInt8]) throws {
        let value = try directory.extendedAttribute(
            "trusted.overlay.opaque", name: String(decoding: path, as: UTF8.self))
        guard value == [UInt8(ascii: "y")] else { return }
        try archive.put(TarEntry(path: path + Array(".wh..wh..opq".utf8), mode: 0))
    }

    /// Containers of this version have no such thing: their roots are mounted without it.
    private func refuse(_ attribute: String, of file: borrowing Descriptor, _ entry: TarEntry) throws {
        guard try file.extendedAttribute(attribute, name: entry.shownPath) != nil else { return }
        throw EngineError(
            .unavailable,
            "cannot commit \"\(entry.shownPath)\": a part of it is only in the layers beneath (\(attribute)); "
                + "use skiff export and skiff import")
    }

    /// A path's directory, with its slash, and its last component.
    private static func split(_ path: [UInt8]) -> (parent: [UInt8], name: [UInt8]) {
        let bare = path.last == UInt8(ascii: "/") ? path.dropLast() : path[...]
        let start = bare.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? bare.startIndex
        return (Array(bare[..<start]), Array(bare[start...]))
    }
}
