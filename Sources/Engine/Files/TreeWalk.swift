import Archive
import Glibc
import LinuxSystem

/// Goes through a file tree in the order of an archive: a directory, its files,
/// then its directories. What it finds is somebody's who may change it
/// meanwhile: each name is opened as a mere location, looked at, and only that
/// descriptor is used. No fifo, device or socket is ever opened for reading,
/// no symbolic link followed; what is gone when it's looked at is left out.
struct TreeWalk {
    /// The attributes of files that belong to their content; others mean
    /// something to one kernel or one security module alone.
    static let attributes = ["security.capability", "user."]

    /// The ids in entries, from those on disk.
    var owners = OwnerShift.none
    /// Told of each entry that is left out, and why.
    var leaveOut: (String) -> Void = { _ in }

    /// Files with several names that were met by one.
    private var names: [Identity: [UInt8]] = [:]

    private struct Identity: Hashable {
        let device: dev_t
        let inode: ino_t
    }

    /// What gets an entry, with the file it is about: open for reading when it
    /// has content, else a location.
    typealias Visitor = (TarEntry, borrowing Descriptor) throws -> Void

    init(owners: OwnerShift = .none, leaveOut: @escaping (String) -> Void = { _ in }) {
        self.owners = owners
        self.leaveOut = leaveOut
    }

    /// - Parameters:
    ///   - top: a location; a directory's comes with all beneath it.
    ///   - name: the top's path in the archive, which begins all others; `nil` leaves
    ///     out a directory's own entry and begins no path.
    mutating func walk(
        _ top: borrowing Descriptor, as name: [UInt8]?, _ visit: Visitor
    ) throws {
        let status = try top.status()
        guard status.kind == .directory else { return try leaf(top, status, path: name ?? [], visit) }
        var pending: [EntryPath] = [.root]
        while let path = pending.popLast() {
            guard let directory = try open(path, beneath: top) else { continue }
            let archivePath = Self.join(name, path.bytes)
            if name != nil || !path.isRoot {
                try visit(
                    entry(directory, directory.status(), .directory, archivePath + [UInt8(ascii: "/")]), directory)
            }
            if try directory.isOnKernelFilesystem(name: path.shown) {
                leaveOut("\(path.shown)/: what is in it is the kernel's")
                continue
            }
            var directories = [EntryPath]()
            for child in try directory.entries().sorted() {
                guard let location = try Self.openIfPresent(child, in: directory) else { continue }
                let status = try location.status()
                if status.kind == .directory {
                    directories.append(path.appending(child))
                } else {
                    try leaf(location, status, path: Self.join(name, path.appending(child).bytes), visit)
                }
            }
            pending += directories.reversed()
        }
    }

    private static func join(_ name: [UInt8]?, _ path: [UInt8]) -> [UInt8] {
        guard let name, !path.isEmpty else { return name ?? path }
        return name + [UInt8(ascii: "/")] + path
    }

    /// `nil` when the directory is gone, or something else has its place.
    private func open(_ path: EntryPath, beneath top: borrowing Descriptor) throws(SystemError) -> Descriptor? {
        guard !path.isRoot else { return try top.duplicate() }
        do {
            return try top.open(
                RawPath(path.bytes) ?? .currentDirectory, [.pathOnly, .directory, .noFollow],
                resolution: [.beneath, .noSymbolicLinks, .noMagicLinks])
        } catch {
            guard error.isMissingDirectory else { throw error }
            return nil
        }
    }

    private static func openIfPresent(
        _ name: RawPath, in directory: borrowing Descriptor
    ) throws(SystemError) -> Descriptor? {
        do {
            return try directory.open(name, [.pathOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        } catch {
            guard error.errno == ENOENT else { throw error }
            return nil
        }
    }
}

// MARK: - Entries

extension TreeWalk {
    private mutating func leaf(
        _ location: borrowing Descriptor, _ status: stat, path: [UInt8], _ visit: Visitor
    ) throws {
        // Overlayfs gives one inode to many whiteouts, which are devices.
        if status.st_nlink > 1, !status.kind.isDevice {
            let identity = Identity(device: status.st_dev, inode: status.st_ino)
            if let first = names[identity] {
                return try visit(entry(location, status, .hardLink(target: first), path), location)
            }
            names[identity] = path
        }
        let device = DeviceNumber(status.st_rdev)
        switch status.kind {
        case .regular: try file(location, path: path, visit)
        case .symbolicLink:
            let target = try location.symbolicLinkTarget("")
            try visit(entry(location, status, .symbolicLink(target: target), path), location)
        case .characterDevice:
            try visit(
                entry(location, status, .characterDevice(major: device.major, minor: device.minor), path), location)
        case .blockDevice:
            try visit(entry(location, status, .blockDevice(major: device.major, minor: device.minor), path), location)
        case .fifo: try visit(entry(location, status, .fifo, path), location)
        case .socket, .directory: leaveOut("\(String(decoding: path, as: UTF8.self)): it is a socket")
        }
    }

    private func file(_ location: borrowing Descriptor, path: [UInt8], _ visit: Visitor) throws {
        let file = try location.openContent(name: String(decoding: path, as: UTF8.self))
        let status = try file.status()
        var entry = try entry(location, status, .file, path)
        entry.size = Int64(status.st_size)
        try visit(entry, file)
    }

    private func entry(
        _ location: borrowing Descriptor, _ status: stat, _ kind: TarEntry.Kind, _ path: [UInt8]
    ) throws(SystemError) -> TarEntry {
        var entry = TarEntry(
            path: path, kind: kind, mode: UInt32(status.st_mode & 0o7777), owner: owners.inside(status.owner),
            modified: status.modified)
        if kind == .file || kind == .directory {
            let found = try location.extendedAttributes(beginningWith: Self.attributes, name: entry.shownPath)
            entry.extendedAttributes = found.sorted { $0.key.lexicographicallyPrecedes($1.key) }
                .map { ExtendedAttribute(name: $0.key, value: $0.value) }
                .filter { !$0.name.starts(with: "user.overlay.".utf8) }
        }
        return entry
    }
}
