import Glibc
import LinuxSystem

/// What lies beneath a layer, as overlayfs will show it (overlayfs in the
/// kernel's documentation): the layers below, topmost first, of which an upper
/// one hides by name, by whiteout or by opaque directory.
struct LowerLayers {
    /// What one name is beneath.
    enum Entry {
        case absent
        case directory(DirectoryAttributes)
        case symbolicLink(target: [UInt8])
        case other
    }

    private let roots: [SharedDescriptor]

    /// Nothing is beneath.
    var isEmpty: Bool { roots.isEmpty }

    /// - Parameter roots: the lower layers' roots, topmost first.
    init(_ roots: [SharedDescriptor]) {
        self.roots = roots
    }

    /// The attributes of the root as it shows through.
    private func root() throws(SystemError) -> DirectoryAttributes? {
        guard let root = roots.first else { return nil }
        return try DirectoryAttributes(root.descriptor.status())
    }

    /// What is at a path none of whose components is a symbolic link or `..`.
    func entry(at path: [UInt8]) throws(SystemError) -> Entry {
        guard !path.isEmpty else { return try root().map(Entry.directory) ?? .absent }
        var directories = roots
        var rest = path.split(separator: UInt8(ascii: "/"))[...]
        while let name = rest.popFirst() {
            let found = try Self.step(&directories, to: RawPath(unchecked: Array(name)))
            if rest.isEmpty { return found }
            // What is no directory has nothing in it.
            guard case .directory = found else { break }
        }
        return .absent
    }

    /// Replaces directories that are merged into one by those of that name in it.
    private static func step(_ directories: inout [SharedDescriptor], to name: RawPath) throws(SystemError) -> Entry {
        var below = [SharedDescriptor]()
        var found = Entry.absent
        for directory in directories {
            guard let status = try directory.descriptor.statusIfPresent(of: name) else { continue }
            guard status.st_mode & S_IFMT == S_IFDIR else {
                if below.isEmpty, !Whiteout.isWhiteout(status) {
                    found = try entry(name, status, in: directory.descriptor)
                }
                break
            }
            if below.isEmpty { found = .directory(DirectoryAttributes(status)) }
            let opened = try SharedDescriptor(
                directory.descriptor.open(
                    name, [.pathOnly, .directory, .noFollow], resolution: [.beneath, .noMagicLinks]))
            below.append(opened)
            if try Whiteout.isOpaque(opened.descriptor) { break }
        }
        directories = below
        return found
    }

    private static func entry(
        _ name: RawPath, _ status: stat, in directory: borrowing Descriptor
    ) throws(SystemError) -> Entry {
        guard status.st_mode & S_IFMT == S_IFLNK else { return .other }
        return try .symbolicLink(target: directory.symbolicLinkTarget(name))
    }
}

/// What a directory is given once all is in it.
struct DirectoryAttributes {
    var mode: mode_t
    var owner: FileOwner
    /// Absent for a directory that no entry and no lower layer speaks of.
    var modified: FileTime?

    init(mode: mode_t, owner: FileOwner, modified: FileTime?) {
        self.mode = mode
        self.owner = owner
        self.modified = modified
    }

    /// Those of a directory that nobody speaks of.
    static let implied = DirectoryAttributes(mode: 0o755, owner: .root, modified: nil)

    init(_ status: stat) {
        self.init(
            mode: status.st_mode & 0o7777, owner: FileOwner(user: status.st_uid, group: status.st_gid),
            modified: FileTime(
                seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec)))
    }
}
