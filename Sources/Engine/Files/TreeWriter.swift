import Archive
import Glibc
import LinuxSystem

/// Makes files from entries beneath one directory. Entries are not trusted, and
/// in a container neither is the directory: every way begins at a descriptor,
/// and the kernel keeps it beneath that.
final class TreeWriter {
    /// What becomes of an entry's owner, rights and kind.
    struct Rules {
        enum Owner {
            /// Everything belongs to one.
            case all(FileOwner)
            /// Ids stay what they are in the entry, in the container's terms.
            case kept(OwnerShift)
        }

        var owner: Owner
        /// Set-ID bits and file capabilities are kept, and devices made.
        var keepsPrivileges: Bool
        /// Links on the way to an entry are followed, inside the root.
        var followsLinks: Bool
    }

    /// A directory's time, which everything made in it would change.
    private struct Finish {
        let path: EntryPath
        let modified: FileTime
    }

    let rules: Rules
    private let root: Descriptor
    /// The directory's path from the root.
    private let base: [UInt8]
    private var current: Descriptor
    private var currentPath = EntryPath.root
    private var finishes: [Finish] = []
    private let leaveOut: (String) -> Void

    /// - Parameters:
    ///   - root: where links and `..` end.
    ///   - base: the directory that gets the entries, a path from the root; empty for the root.
    ///   - leaveOut: told of each entry that is left out, and why.
    init(
        root: consuming Descriptor, base: [UInt8] = [], rules: Rules, leaveOut: @escaping (String) -> Void
    ) throws(SystemError) {
        self.root = root
        self.base = base
        self.rules = rules
        self.leaveOut = leaveOut
        current = try self.root.open(
            RawPath(base.isEmpty ? [UInt8(ascii: ".")] : base) ?? .currentDirectory, [.pathOnly, .directory],
            resolution: Self.resolution(rules))
    }

    private static func resolution(_ rules: Rules) -> Resolution {
        rules.followsLinks ? .container : [.beneath, .noSymbolicLinks, .noMagicLinks]
    }

    /// Makes an entry in place of what has its name; directories are merged.
    /// - Parameter fill: writes a regular file's content to the file, which is empty.
    func put(_ entry: TarEntry, fill: (borrowing Descriptor) throws -> Void) throws {
        guard let path = EntryPath(entry.path) else {
            throw EngineError(.invalid, "refused \"\(entry.shownPath)\" of the archive: its path leads out")
        }
        // The directory itself stays what it is.
        guard !path.isRoot else { return }
        try enter(path.parent)
        if try !makeRoom(for: path, entry) { return try overwrite(path, fill) }
        switch entry.kind {
        case .file: try makeFile(path, entry, fill)
        case .directory: try makeDirectory(path, entry)
        case .hardLink(let target): try makeHardLink(path, to: target)
        case .symbolicLink(let target): try makeSymbolicLink(path, entry, to: target)
        case .characterDevice(let major, let minor):
            try makeNode(path, entry, S_IFCHR, DeviceNumber(major: major, minor: minor))
        case .blockDevice(let major, let minor):
            try makeNode(path, entry, S_IFBLK, DeviceNumber(major: major, minor: minor))
        case .fifo: try makeNode(path, entry, S_IFIFO, DeviceNumber(major: 0, minor: 0))
        }
    }

    /// Sets what waited until all entries are there.
    func finish() throws(SystemError) {
        for directory in finishes.reversed() {
            do throws(SystemError) {
                try open(directory.path, [.directory]).setTime(directory.modified, name: directory.path.shown)
            } catch {
                // The container may have taken it away.
                guard [ENOENT, ENOTDIR, ELOOP].contains(error.errno) else { throw error }
            }
        }
        finishes = []
    }
}

// MARK: - The way to an entry

extension TreeWriter {
    private func open(_ path: EntryPath, _ flags: OpenFlags) throws(SystemError) -> Descriptor {
        let text = base + (base.isEmpty || path.isRoot ? [] : [UInt8(ascii: "/")]) + path.bytes
        return try root.open(
            text.isEmpty ? .currentDirectory : RawPath(text) ?? .currentDirectory, flags,
            resolution: Self.resolution(rules))
    }

    /// Makes `current` the directory of that path; what an archive has no entry for is made.
    private func enter(_ path: EntryPath) throws(SystemError) {
        guard path != currentPath else { return }
        do {
            current = try open(path, [.pathOnly, .directory])
        } catch {
            guard error.errno == ENOENT, !path.isRoot else { throw error }
            try enter(path.parent)
            try current.makeDirectory(path.name, mode: 0o755)
            try current.setOwner(of: path.name, owner(of: .root))
            current = try open(path, [.pathOnly, .directory])
        }
        currentPath = path
    }

    /// Removes what has the entry's name, by Docker's rule: a directory never
    /// takes the place of a file, nor a file that of a directory.
    /// - Returns: false for a file that something is mounted on: it can only be written to.
    private func makeRoom(for path: EntryPath, _ entry: TarEntry) throws -> Bool {
        guard let status = try current.statusIfPresent(of: path.name) else { return true }
        switch (status.kind == .directory, entry.kind == .directory) {
        case (true, true): return true
        case (true, false):
            throw EngineError(.conflict, "cannot overwrite directory \"\(path.shown)\" with a file: remove it first")
        case (false, true):
            throw EngineError(.conflict, "cannot overwrite file \"\(path.shown)\" with a directory: remove it first")
        case (false, false): break
        }
        do {
            try current.removeFile(path.name)
        } catch {
            guard error.errno == EBUSY, entry.kind == .file, status.kind == .regular else { throw error }
            return false
        }
        return true
    }

    private func overwrite(_ path: EntryPath, _ fill: (borrowing Descriptor) throws -> Void) throws {
        let location = try current.open(path.name, [.pathOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        guard try location.status(name: path.shown).kind == .regular else {
            throw SystemError("write", path.shown, errno: EBUSY)
        }
        try fill(Descriptor.open(location.procPath, [.writeOnly, .truncate]))
    }

    /// The owner on disk of an entry's file.
    func owner(of owner: FileOwner) -> FileOwner {
        switch rules.owner {
        case .all(let owner): owner
        case .kept(let shift): shift.outside(owner)
        }
    }

    func mode(_ entry: TarEntry) -> mode_t { mode_t(entry.mode) & (rules.keepsPrivileges ? 0o7777 : 0o1777) }
}

// MARK: - Making

extension TreeWriter {
    private func makeFile(_ path: EntryPath, _ entry: TarEntry, _ fill: (borrowing Descriptor) throws -> Void) throws {
        let file = try current.open(
            path.name, [.writeOnly, .create, .exclusive, .noFollow], mode: 0o600,
            resolution: [.beneath, .noMagicLinks])
        try fill(file)
        try setAttributes(of: file, entry)
        try file.setTime(entry.modified, name: entry.shownPath)
    }

    private func makeDirectory(_ path: EntryPath, _ entry: TarEntry) throws(SystemError) {
        do {
            try current.makeDirectory(path.name, mode: 0o700)
        } catch {
            guard error.errno == EEXIST else { throw error }
        }
        try setAttributes(of: current.openDirectory(path.name), entry)
        finishes.append(Finish(path: path, modified: entry.modified))
    }

    private func makeHardLink(_ path: EntryPath, to target: [UInt8]) throws {
        guard let target = EntryPath(target), !target.isRoot else {
            throw EngineError(.invalid, "refused the link \"\(path.shown)\" of the archive: it leads out")
        }
        let directory = try open(target.parent, [.pathOnly, .directory])
        try current.makeHardLink(path.name, to: target.name, in: directory)
    }

    private func makeSymbolicLink(_ path: EntryPath, _ entry: TarEntry, to target: [UInt8]) throws {
        guard let target = RawPath(target), !target.bytes.isEmpty else {
            throw EngineError(.invalid, "refused the link \"\(path.shown)\" of the archive: it leads nowhere")
        }
        try current.makeSymbolicLink(path.name, to: target)
        try current.setOwner(of: path.name, owner(of: entry.owner))
        try current.setTime(of: path.name, entry.modified)
    }

    private func makeNode(
        _ path: EntryPath, _ entry: TarEntry, _ type: mode_t, _ device: DeviceNumber
    ) throws(SystemError) {
        guard type == S_IFIFO || rules.keepsPrivileges else {
            return leaveOut("\(path.shown): it is a device, which only --archive makes")
        }
        try current.makeNode(path.name, mode: type | 0o600, device: device.packed)
        let node = try current.open(path.name, [.pathOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        try current.setOwner(of: path.name, owner(of: entry.owner))
        // By the descriptor: chmod(2) would follow a link that has taken the node's place.
        try checkErrno(chmod(node.procPath, mode(entry)), "change the mode of", path.shown)
        try current.setTime(of: path.name, entry.modified)
    }

    /// A change of owner clears the set-ID bits, and a file's capabilities.
    private func setAttributes(of file: borrowing Descriptor, _ entry: TarEntry) throws(SystemError) {
        try file.setOwner(owner(of: entry.owner), name: entry.shownPath)
        try file.setMode(mode(entry), name: entry.shownPath)
        for attribute in entry.extendedAttributes {
            let isCapability = attribute.name.elementsEqual("security.capability".utf8)
            guard isCapability ? rules.keepsPrivileges : attribute.name.starts(with: "user.".utf8),
                !attribute.name.starts(with: "user.overlay.".utf8), let name = RawPath(attribute.name)
            else { continue }
            do {
                try file.setExtendedAttribute(name, attribute.value, name: entry.shownPath)
            } catch {
                // A file system without users' attributes keeps the file all the same.
                guard error.errno == ENOTSUP || error.errno == EPERM, !isCapability else { throw error }
            }
        }
    }
}
