import Glibc
import LinuxSystem

/// One file that a container has changed.
public struct FileChange: Hashable, Sendable {
    /// Docker's letters.
    public enum Kind: String, Sendable {
        case added = "A"
        case changed = "C"
        case deleted = "D"
    }

    /// Whether it is new, changed or gone.
    public let kind: Kind
    /// Absolute, in the container: bytes, in no particular encoding.
    public let path: [UInt8]
}

/// Finds what a writable layer of overlayfs says of the layers beneath it
/// (overlayfs in the kernel's documentation, "whiteouts and opaque directories").
struct ChangeSearch: ~Copyable {
    private let upper: Descriptor
    private let lower: Descriptor
    private var changes: [EntryPath: FileChange.Kind] = [:]
    /// Directories that are there for what is in them; a change only if something is.
    private var unchanged: Set<EntryPath> = []

    /// A directory of the writable layer.
    private struct Place {
        let path: EntryPath
        /// A directory on the way to it, or it, hides what lies beneath.
        let isHiding: Bool
    }

    /// - Parameters:
    ///   - upper: the writable layer's root.
    ///   - lower: the root of what is beneath, merged.
    init(upper: consuming Descriptor, lower: consuming Descriptor) {
        self.upper = upper
        self.lower = lower
    }

    /// In the order of paths.
    consuming func run() throws(SystemError) -> [FileChange] {
        var pending = [Place(path: .root, isHiding: false)]
        while let place = pending.popLast() { pending += try search(place) }
        for path in changes.keys {
            var parent = path.parent
            while !parent.isRoot, unchanged.remove(parent) != nil {
                changes[parent] = .changed
                parent = parent.parent
            }
        }
        return changes.sorted { $0.key < $1.key }.map { path, kind in
            FileChange(kind: kind, path: [UInt8(ascii: "/")] + path.bytes)
        }
    }

    /// - Returns: the directories in it.
    private mutating func search(_ place: Place) throws(SystemError) -> [Place] {
        guard let directory = try Self.open(place.path, in: upper) else { return [] }
        let opaque = try directory.extendedAttribute("trusted.overlay.opaque", name: place.path.shown)
        let isHiding = place.isHiding || opaque == [UInt8(ascii: "y")]
        let beneath = try OptionalDirectory(Self.open(place.path, in: lower))
        var directories = [Place]()
        var names = Set<RawPath>()
        for name in try directory.entries() {
            guard let status = try directory.statusIfPresent(of: name) else { continue }
            names.insert(name)
            let path = place.path.appending(name)
            let old = try beneath.status(of: name)
            if status.kind == .characterDevice, status.st_rdev == 0 {
                if old != nil { changes[path] = .deleted }
                continue
            }
            note(path, status, old: old)
            if status.kind == .directory { directories.append(Place(path: path, isHiding: isHiding)) }
        }
        guard isHiding else { return directories }
        for name in try beneath.entries() where !names.contains(name) {
            changes[place.path.appending(name)] = .deleted
        }
        return directories
    }

    private mutating func note(_ path: EntryPath, _ status: stat, old: stat?) {
        guard let old else {
            changes[path] = .added
            return
        }
        let isSame =
            status.kind == .directory && old.kind == .directory && status.st_mode == old.st_mode
            && status.owner == old.owner && status.modified == old.modified
        if isSame { unchanged.insert(path) } else { changes[path] = .changed }
    }

    /// `nil` where no directory is.
    private static func open(_ path: EntryPath, in root: borrowing Descriptor) throws(SystemError) -> Descriptor? {
        do {
            return try root.open(
                RawPath(path.bytes.isEmpty ? [UInt8(ascii: ".")] : path.bytes) ?? .currentDirectory,
                [.pathOnly, .directory, .noFollow], resolution: [.beneath, .noSymbolicLinks, .noMagicLinks])
        } catch {
            guard error.isMissingDirectory else { throw error }
            return nil
        }
    }
}

/// A directory that may not be there.
private struct OptionalDirectory: ~Copyable {
    private let directory: Descriptor?

    init(_ directory: consuming Descriptor?) {
        self.directory = directory
    }

    func status(of name: RawPath) throws(SystemError) -> stat? {
        switch directory {
        case .some(let directory): try directory.statusIfPresent(of: name)
        case nil: nil
        }
    }

    func entries() throws(SystemError) -> [RawPath] {
        switch directory {
        case .some(let directory): try directory.entries()
        case nil: []
        }
    }
}
