import Glibc
import LinuxSystem

/// One directory of a group: in the v2 hierarchy, or in one of v1. It is known
/// by its path, and opened only for what is read or written: a container's life
/// touches few of the files of the nine directories that v1 makes of its group.
/// Nobody but the host's root can put something else in the place of one: a
/// cgroup file system holds neither links nor files of one's own.
struct GroupDirectory: Hashable, Sendable {
    /// A mounted hierarchy as a place for directories.
    struct Hierarchy {
        var version: Version
        var mountPoint: String
        /// Those of v1; v2 tells for each directory.
        var controllers: [Controller]
        /// What the hierarchy is called in a `CgroupLocation`; v2 by the empty string.
        var subsystems: [String]
        /// Where the group's path starts: empty for the hierarchy's root.
        var base: String = ""
    }

    let version: Version
    /// What can be bounded or measured here.
    let controllers: [Controller]
    /// What the hierarchy is called in a `CgroupLocation`.
    let subsystems: [String]
    /// The group's path, for messages.
    var cgroup: String
    /// The path on the host.
    let location: String
    /// Whether it was made by this value's creation.
    var isNew = false

    /// An existing directory, at a path beneath the hierarchy's mount point. On
    /// v1 nothing is read; on v2 the list of its controllers: ENOENT when it is absent.
    init(at path: String, in hierarchy: Hierarchy) throws(SystemError) {
        version = hierarchy.version
        subsystems = hierarchy.subsystems
        cgroup = path
        location = hierarchy.mountPoint + path
        controllers =
            switch hierarchy.version {
            case .v1: hierarchy.controllers
            case .v2:
                Controller.implicitOnUnified + (try Self.listedControllers("cgroup.controllers", in: location))
            }
    }

    /// The directory of an existing group; `nil` when this hierarchy has none.
    static func open(_ path: String, in hierarchy: Hierarchy) throws(CgroupError) -> GroupDirectory? {
        if hierarchy.version == .v1, access(hierarchy.mountPoint + path, F_OK) != 0 {
            guard errno != ENOENT else { return nil }
            throw .system(SystemError("open cgroup", hierarchy.mountPoint + path, errno: errno))
        }
        do {
            return try GroupDirectory(at: path, in: hierarchy)
        } catch {
            if error.errno == ENOENT { return nil }
            throw .system(error)
        }
    }

    /// The controllers that a file of v2 lists, in words.
    static func listedControllers(_ file: String, in location: String) throws(SystemError) -> [Controller] {
        let path = "\(location)/\(file)"
        let bytes = try Descriptor.open(path, [.readOnly, .noFollow]).readToEnd(limit: 1 << 16, name: path)
        return String(decoding: bytes, as: UTF8.self).split { $0.isWhitespace }
            .compactMap { Controller(rawValue: String($0)) }
    }

    /// The directory itself, opened.
    func openDirectory() throws(SystemError) -> Descriptor {
        try Descriptor.open(location, [.directory, .noFollow])
    }
}

extension GroupDirectory {
    /// The file's bytes; `nil` where this kernel has no such file, or has it
    /// without the function behind it (EOPNOTSUPP: pressure that is switched off).
    func read(_ file: String) throws(CgroupError) -> [UInt8]? {
        do {
            return try open(file, .readOnly).readToEnd(limit: 16 << 20, name: file)
        } catch {
            if error.errno == ENOENT || error.errno == EOPNOTSUPP { return nil }
            throw .system(error)
        }
    }

    /// The file's text without the line's end.
    func text(_ file: String) throws(CgroupError) -> String? {
        guard var bytes = try read(file) else { return nil }
        while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same file's text in the group above.
    func textOfParent(_ file: String) throws(CgroupError) -> String? {
        let parent = location[..<(location.lastIndex(of: "/") ?? location.startIndex)]
        let bytes = try translatingErrors { () throws(SystemError) in
            try Descriptor.open("\(parent)/\(file)", [.readOnly, .noFollow]).readToEnd(limit: 1 << 16, name: file)
        }
        return String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }

    /// The file's number; `nil` also for `max`.
    func number(_ file: String) throws(CgroupError) -> UInt64? {
        try read(file).flatMap { decimal($0) }
    }

    /// The numbers of a file that has several in one line.
    func numbers(_ file: String) throws(CgroupError) -> [UInt64]? {
        try read(file)?.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.compactMap { decimal($0) }
    }

    /// The file's lines of names and numbers.
    func keyedValues(_ file: String) throws(CgroupError) -> KeyedValues? {
        try read(file).map(KeyedValues.init)
    }

    /// Writes the text at once: the kernel takes each write(2) as one order.
    func write(_ text: String, to file: String) throws(SystemError) {
        try open(file).write(text, name: file)
    }

    /// Opens one of the group's own files. A name with a slash is none: it
    /// may stem from a configuration.
    func open(_ file: String, _ flags: OpenFlags = .writeOnly) throws(SystemError) -> Descriptor {
        guard !file.utf8.contains(UInt8(ascii: "/")) else { throw SystemError("open", file, errno: ENOENT) }
        do {
            return try Descriptor.open("\(location)/\(file)", [flags, .noFollow])
        } catch {
            throw SystemError("open", file, errno: error.errno)
        }
    }

    /// The names of the directory's files and child groups.
    func files() throws(CgroupError) -> [String] {
        try translatingErrors { () throws(SystemError) in try openDirectory().entries().map(\.shown) }
    }
}
