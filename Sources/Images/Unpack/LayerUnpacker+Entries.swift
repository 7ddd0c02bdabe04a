import Archive
import Glibc
import LinuxSystem

/// One function for each kind of entry; the entry's directory is the tree's current one.
extension LayerUnpacker {
    func makeFile(_ entry: TarEntry, _ path: LayerPath) throws {
        try space.take(reader.unread, in: tree.root, for: entry.shownPath)
        let mode = mode_t(entry.mode)
        let file = try openNewFile(path, mode: mode)
        var end: Int64 = 0
        while let chunk = try reader.nextChunk() {
            try file.write(chunk.bytes, at: chunk.offset, name: entry.shownPath)
            end = chunk.offset + Int64(chunk.bytes.count)
            size += Int64(chunk.bytes.count)
        }
        if end < entry.size { try file.setSize(entry.size, name: entry.shownPath) }

        let changesOwner = entry.owner != .root
        if changesOwner { try file.setOwner(entry.owner, name: entry.shownPath) }
        // A change of owner clears the set-ID bits, and a file's capabilities.
        if mode & maskedBits != 0 || (changesOwner && mode & 0o6000 != 0) {
            try file.setMode(mode, name: entry.shownPath)
        }
        try setExtendedAttributes(of: file, entry)
        try file.setTime(entry.modified, name: entry.shownPath)
    }

    private func openNewFile(_ path: LayerPath, mode: mode_t) throws(SystemError) -> Descriptor {
        let flags: OpenFlags = [.writeOnly, .create, .exclusive, .noFollow]
        let name = path.rawName
        do {
            return try tree.position.directory.open(name, flags, mode: mode, resolution: [])
        } catch {
            guard error.errno == EEXIST else { throw error }
        }
        try tree.makeRoom(for: name)
        return try tree.position.directory.open(name, flags, mode: mode, resolution: [])
    }

    func makeDirectory(_ entry: TarEntry, _ path: LayerPath) throws {
        let name = path.rawName
        let resolved = tree.position.path(of: path.name)
        do {
            try tree.makeDirectory(name)
        } catch {
            guard error.errno == EEXIST else { throw error }
            let status = try tree.position.directory.status(of: name)
            if status.st_mode & S_IFMT != S_IFDIR {
                try tree.makeRoom(for: name)
                try tree.makeDirectory(name, hidingLower: Whiteout.isWhiteout(status) ? resolved : nil)
            }
        }
        try tree.setAttributes(DirectoryAttributes(entry), at: resolved)
        guard !entry.extendedAttributes.isEmpty else { return }
        try setExtendedAttributes(of: tree.position.directory.openDirectory(name), entry)
    }

    func makeHardLink(_ path: LayerPath, to target: LayerPath) throws {
        do {
            let directory = try tree.root.open(
                RawPath(unchecked: target.parent), [.pathOnly, .directory], resolution: .container)
            // Looked for first, so that a link that leads nowhere removes nothing.
            _ = try directory.status(of: target.rawName)
            try link(path.rawName, to: target.rawName, in: directory)
        } catch {
            let shown = String(decoding: target.name.prefix(120), as: UTF8.self)
            switch error.errno {
            case ENOENT, ENOTDIR, ELOOP: throw path.refusal("it is a hard link to \(shown), which is not in its layer")
            case EPERM: throw path.refusal("it is a hard link to \(shown), which is a directory")
            default: throw error
            }
        }
    }

    private func link(
        _ name: RawPath, to target: RawPath, in directory: borrowing Descriptor
    ) throws(SystemError) {
        do {
            return try tree.position.directory.makeHardLink(name, to: target, in: directory)
        } catch {
            guard error.errno == EEXIST else { throw error }
        }
        try tree.makeRoom(for: name)
        try tree.position.directory.makeHardLink(name, to: target, in: directory)
    }

    func makeSymbolicLink(_ entry: TarEntry, _ path: LayerPath, to target: [UInt8]) throws {
        guard !target.isEmpty, let rawTarget = RawPath(target) else {
            throw path.refusal("it is a symbolic link to nothing")
        }
        try replacing(path) { () throws(SystemError) in
            try tree.position.directory.makeSymbolicLink(path.rawName, to: rawTarget)
        }
        if entry.owner != .root { try tree.position.directory.setOwner(of: path.rawName, entry.owner) }
        try tree.position.directory.setTime(of: path.rawName, entry.modified)
    }

    func makeNode(_ entry: TarEntry, _ path: LayerPath, _ type: mode_t, device: dev_t) throws {
        let mode = mode_t(entry.mode)
        let name = path.rawName
        try replacing(path) { () throws(SystemError) in
            try tree.position.directory.makeNode(name, mode: type | mode, device: device)
        }
        if entry.owner != .root { try tree.position.directory.setOwner(of: name, entry.owner) }
        if mode & (maskedBits | 0o6000) != 0 { try tree.position.directory.setMode(ofNode: name, mode) }
        try tree.position.directory.setTime(of: name, entry.modified)
    }

    func hide(_ whiteout: Whiteout) throws(ImageError) {
        do {
            switch whiteout {
            case .ignored: break
            case .directoryContent: try tree.makeOpaque(tree.position.directory, at: tree.position.path)
            case .name(let name): try tree.hide(name)
            }
        } catch {
            throw ImageError(error)
        }
    }
}

// MARK: - Replacing and attributes

extension LayerUnpacker {
    /// Runs what makes an entry; when there is one already, the later one wins.
    private func replacing(_ path: LayerPath, _ make: () throws(SystemError) -> Void) throws(SystemError) {
        do {
            return try make()
        } catch {
            guard error.errno == EEXIST else { throw error }
        }
        try tree.makeRoom(for: path.rawName)
        try make()
    }

    private func setExtendedAttributes(of file: borrowing Descriptor, _ entry: TarEntry) throws(SystemError) {
        for attribute in entry.extendedAttributes where Self.isAllowed(attribute.name) {
            guard let name = RawPath(attribute.name) else { continue }
            do {
                try file.setExtendedAttribute(name, attribute.value, name: entry.shownPath)
            } catch {
                // A file system without users' attributes keeps the file all the same.
                guard error.errno == ENOTSUP, attribute.name.starts(with: "user.".utf8) else { throw error }
            }
        }
    }

    /// The attributes that an image may bring along. Others mean something to
    /// this kernel (`trusted.overlay.redirect` leads out of a layer) or to
    /// this host's security module.
    private static func isAllowed(_ name: [UInt8]) -> Bool {
        if name.elementsEqual("security.capability".utf8) { return true }
        return name.starts(with: "user.".utf8) && !name.starts(with: "user.overlay.".utf8)
    }
}
