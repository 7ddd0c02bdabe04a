import Glibc

/// Adds up what file trees take of a disk, as du(1) does: blocks, unless lengths are asked for, and a file with
/// several names once, at the first of them. A tree may change meanwhile; what is gone when it is looked at
/// takes nothing.
public struct DiskMeasure {
    private struct Identity: Hashable {
        let device: dev_t
        let inode: ino_t
    }

    /// What of a file counts.
    public enum Unit: Sendable {
        /// What it takes of the disk.
        case blocks
        /// What it holds: its length. Directories hold nothing.
        case lengths
    }

    private let unit: Unit
    /// Files that have several names and were met by one.
    private var counted = Set<Identity>()

    public init(of unit: Unit = .blocks) {
        self.unit = unit
    }

    /// The bytes that an entry of the directory takes, with all beneath it. Links are not followed.
    public mutating func size(
        of name: RawPath, in directory: borrowing Descriptor
    ) throws(SystemError) -> Int64 {
        guard let status = try directory.statusIfPresent(of: name) else { return 0 }
        var total = size(status)
        guard status.st_mode & S_IFMT == S_IFDIR else { return total }
        var pending = try [DeepPath(start: directory.duplicate(), path: name)]
        while let path = pending.popLast() {
            guard let opened = try path.open() else { continue }
            for entry in try opened.entries() {
                guard let status = try opened.statusIfPresent(of: entry) else { continue }
                total += size(status)
                if status.st_mode & S_IFMT == S_IFDIR { pending.append(try path.appending(entry, of: opened)) }
            }
        }
        return total
    }

    /// The same of a name in text.
    public mutating func size(of name: String, in directory: borrowing Descriptor) throws(SystemError) -> Int64 {
        guard let name = RawPath(name.utf8) else { return 0 }
        return try size(of: name, in: directory)
    }

    /// The bytes that an entry takes by itself: of a directory, what its list of names does.
    public mutating func ownSize(of name: String, in directory: borrowing Descriptor) throws(SystemError) -> Int64 {
        try directory.statusIfPresent(of: name).map { size($0) } ?? 0
    }

    private mutating func size(_ status: stat) -> Int64 {
        let hasOtherNames = status.st_nlink > 1 && status.st_mode & S_IFMT != S_IFDIR
        if hasOtherNames, !counted.insert(Identity(device: status.st_dev, inode: status.st_ino)).inserted { return 0 }
        switch unit {
        case .blocks: return Int64(status.st_blocks) * 512
        case .lengths: return status.st_mode & S_IFMT == S_IFDIR ? 0 : Int64(status.st_size)
        }
    }
}

/// The place of a directory in a tree that may be deeper than the kernel takes a path for: from time to
/// time the path starts anew, at a directory that is kept open.
private struct DeepPath {
    /// An open directory that several paths start at.
    private final class Start {
        let directory: Descriptor

        init(_ directory: consuming Descriptor) {
            self.directory = directory
        }
    }

    /// PATH_MAX is 4096, and a name has up to 255 bytes.
    private static let limit = 3072

    private let start: Start
    private let path: RawPath

    init(start: consuming Descriptor, path: RawPath) {
        self.start = Start(start)
        self.path = path
    }

    private init(start: Start, path: RawPath) {
        self.start = start
        self.path = path
    }

    /// `nil` when it is gone, or no directory any more.
    func open() throws(SystemError) -> Descriptor? {
        do {
            return try start.directory.open(path, [.directory, .noFollow], resolution: [.beneath, .noSymbolicLinks])
        } catch {
            guard error.isMissingDirectory else { throw error }
            return nil
        }
    }

    /// The place of a directory in this one, which has been opened.
    func appending(_ name: RawPath, of directory: borrowing Descriptor) throws(SystemError) -> DeepPath {
        guard path.bytes.count > Self.limit else { return DeepPath(start: start, path: path.appending(name)) }
        return DeepPath(start: try directory.duplicate(), path: name)
    }
}
