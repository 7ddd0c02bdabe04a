import Glibc

/// A copy of what is in a directory: owners, permissions, times, extended attributes, hard links and holes
/// included. Both sides are walked by descriptors, one name at a time, and no symbolic link is followed:
/// whatever the tree holds, nothing outside of it is read, and nothing outside of the copy is written.
///
/// Sockets are left out, for nobody listens on a copy, and so are attributes that only the host's root
/// may set (`trusted.`) and that a security module gives.
public struct TreeCopy: ~Copyable {
    private struct Identity: Hashable {
        let device: dev_t
        let inode: ino_t
    }

    /// The copy's top directory.
    private let top: Descriptor
    /// Files with several names, by the first name that was copied.
    private var firstNames: [Identity: RawPath] = [:]

    /// Each level holds two descriptors open.
    private static let maximumDepth = 400
    /// The longest path that the kernel takes is 4095 bytes.
    private static let longestPath = 4000

    /// Copies the content of a directory into one that has none of the names, and then gives that the
    /// attributes of the first.
    /// - Throws: ENAMETOOLONG when the tree is deeper than 400 directories.
    public static func copy(
        contentOf source: borrowing Descriptor, to target: borrowing Descriptor
    ) throws(SystemError) {
        var copy = TreeCopy(top: try target.duplicate())
        try copy.copyContent(of: source, to: target, at: .currentDirectory, depth: 0)
        try copyAttributes(of: source, to: target)
    }

    /// Gives a directory the owner, permissions, extended attributes and time of another.
    public static func copyAttributes(
        of source: borrowing Descriptor, to target: borrowing Descriptor
    ) throws(SystemError) {
        try copyAttributes(of: .currentDirectory, in: source, source.status(), to: target)
    }

    private init(top: consuming Descriptor) {
        self.top = top
    }

    private mutating func copyContent(
        of source: borrowing Descriptor, to target: borrowing Descriptor, at path: RawPath, depth: Int
    ) throws(SystemError) {
        guard depth < Self.maximumDepth else { throw SystemError("copy", path.shown, errno: ENAMETOOLONG) }
        for name in try source.entries() {
            let status = try source.status(of: name)
            if try linkAgain(name, status, in: target) { continue }
            try copyEntry(Entry(name: name, path: path.appending(name), status: status), of: source, to: target, depth)
            noteFirstName(path.appending(name), status)
        }
    }

    /// One name of a directory.
    private struct Entry {
        let name: RawPath
        /// From the top.
        let path: RawPath
        let status: stat
    }

    private mutating func copyEntry(
        _ entry: Entry, of source: borrowing Descriptor, to target: borrowing Descriptor, _ depth: Int
    ) throws(SystemError) {
        let (name, status) = (entry.name, entry.status)
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            try target.makeDirectory(name, mode: 0o700)
            let from = try source.openDirectory(name)
            let to = try target.openDirectory(name)
            try copyContent(of: from, to: to, at: entry.path, depth: depth + 1)
            try Self.copyAttributes(of: name, in: source, status, to: to)
        case S_IFREG: try Self.copyFile(name, of: source, to: target)
        case S_IFSOCK: break
        case S_IFLNK:
            guard let link = RawPath(try source.symbolicLinkTarget(name)) else { return }
            try target.makeSymbolicLink(name, to: link)
            try target.setOwner(of: name, status.owner)
            try target.setTime(of: name, status.changed)
        default:
            try target.makeNode(name, mode: status.st_mode & S_IFMT | 0o600, device: status.st_rdev)
            try target.setOwner(of: name, status.owner)
            try target.setMode(ofNode: name, status.st_mode & 0o7777)
            try target.setTime(of: name, status.changed)
        }
    }
}

// MARK: - Files with several names

extension TreeCopy {
    private mutating func noteFirstName(_ path: RawPath, _ status: stat) {
        guard Self.mayHaveOtherNames(status), path.bytes.count < Self.longestPath else { return }
        firstNames[Identity(device: status.st_dev, inode: status.st_ino)] = path
    }

    /// Whether the file was copied before by another name, and has this one now.
    private func linkAgain(
        _ name: RawPath, _ status: stat, in target: borrowing Descriptor
    ) throws(SystemError) -> Bool {
        guard Self.mayHaveOtherNames(status),
            let first = firstNames[Identity(device: status.st_dev, inode: status.st_ino)]
        else { return false }
        let file = try top.open(first, [.pathOnly, .noFollow], resolution: [.beneath, .noSymbolicLinks])
        try file.link(as: name, in: target)
        return true
    }

    private static func mayHaveOtherNames(_ status: stat) -> Bool {
        let type = status.st_mode & S_IFMT
        return status.st_nlink > 1 && type != S_IFDIR && type != S_IFSOCK && type != S_IFLNK
    }
}

// MARK: - One file

extension TreeCopy {
    private static func copyFile(
        _ name: RawPath, of source: borrowing Descriptor, to target: borrowing Descriptor
    ) throws(SystemError) {
        // Non-blocking: nobody waits for a fifo, should it have become one.
        let flags: OpenFlags = [.readOnly, .noFollow, .nonBlocking, .noControllingTerminal]
        let from = try source.open(name, flags, resolution: [.beneath, .noMagicLinks])
        let status = try from.status(name: name.shown)
        guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError("copy", name.shown, errno: ESTALE) }
        let to = try target.open(
            name, [.writeOnly, .create, .exclusive, .noFollow], mode: 0o600, resolution: [.beneath, .noMagicLinks])
        try copyData(of: from, Int64(status.st_size), to: to, name: name.shown)
        try copyAttributes(of: name, in: source, status, to: to)
    }

    /// What is a hole stays one (lseek(2), SEEK_DATA).
    private static func copyData(
        of source: borrowing Descriptor, _ size: Int64, to target: borrowing Descriptor, name: String
    ) throws(SystemError) {
        let (data, hole): (CInt, CInt) = (3, 4)
        var offset: Int64 = 0
        while offset < size {
            // A file system that knows no holes has data up to the end.
            let start = Int64(lseek(source.number, Int(offset), data))
            if start < 0 && errno == ENXIO { break }
            let begin = max(start, offset)
            let end = Int64(lseek(source.number, Int(begin), hole))
            try checkErrno(lseek(target.number, Int(begin), SEEK_SET), "seek in", name)
            let stop = end > begin ? end : size
            guard try target.copy(from: source, at: begin, count: stop - begin, name: name) > 0 else { break }
            offset = stop
        }
        try target.setSize(size, name: name)
    }

    /// The owner first: its change takes set-user-ID bits and capabilities away. The time last.
    private static func copyAttributes(
        of name: RawPath, in source: borrowing Descriptor, _ status: stat, to target: borrowing Descriptor
    ) throws(SystemError) {
        try target.setOwner(status.owner, name: name.shown)
        try target.setMode(status.st_mode & 0o7777, name: name.shown)
        for (attribute, value) in try source.extendedAttributes(of: name) {
            guard let attribute = RawPath(attribute), isCopied(attribute.shown) else { continue }
            do {
                try target.setExtendedAttribute(attribute, value, name: name.shown)
            } catch {
                // The copy's file system has none of that kind.
                guard error.errno == ENOTSUP else { throw error }
            }
        }
        try target.setTime(status.changed, name: name.shown)
    }

    private static func isCopied(_ attribute: String) -> Bool {
        if attribute.hasPrefix("trusted.") { return false }
        return !attribute.hasPrefix("security.") || attribute == "security.capability"
    }
}

extension stat {
    fileprivate var owner: FileOwner { FileOwner(user: st_uid, group: st_gid) }
    fileprivate var changed: FileTime { FileTime(st_mtim) }
}
