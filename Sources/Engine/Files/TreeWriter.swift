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
    struct Finish {
        let path: EntryPath
        let modified: FileTime
    }

    let rules: Rules
    private let root: Descriptor
    /// The directory's path from the root.
    private let base: [UInt8]
    /// The directory of the entry that is being made.
    private(set) var current: Descriptor
    private var currentPath = EntryPath.root
    var finishes: [Finish] = []
    let leaveOut: (String) -> Void

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
                guard error.isMissingDirectory else { throw error }
            }
        }
        finishes = []
    }
}

// MARK: - The way to an entry

extension TreeWriter {
    func open(_ path: EntryPath, _ flags: OpenFlags) throws(SystemError) -> Descriptor {
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
