import Glibc
import LinuxSystem

/// One directory of a group: in the v2 hierarchy, or in one of v1. All files
/// are opened from its descriptor.
final class GroupDirectory: Sendable {
    /// A mounted hierarchy as a place for directories.
    struct Hierarchy {
        var version: Version
        var mountPoint: String
        /// Those of v1; v2 tells for each directory.
        var controllers: [Controller]
    }

    let version: Version
    /// What can be bounded or measured here.
    let controllers: [Controller]
    /// The group's path, for messages.
    let cgroup: String
    /// The path on the host.
    let location: String
    /// Whether it was made by this value's creation.
    let isNew: Bool
    let descriptor: Descriptor

    init(
        _ descriptor: consuming Descriptor, at path: String, in hierarchy: Hierarchy, isNew: Bool
    ) throws(CgroupError) {
        version = hierarchy.version
        cgroup = path
        location = hierarchy.mountPoint + path
        self.isNew = isNew
        controllers =
            switch hierarchy.version {
            case .v1: hierarchy.controllers
            case .v2: Controller.implicitOnUnified + (try Self.listedControllers("cgroup.controllers", in: descriptor))
            }
        self.descriptor = descriptor
    }

    /// The directory of an existing group, or of the root (an empty path);
    /// `nil` when this hierarchy has none.
    static func open(_ path: String, in hierarchy: Hierarchy) throws(CgroupError) -> GroupDirectory? {
        let descriptor: Descriptor
        do {
            descriptor = try Descriptor.open(hierarchy.mountPoint + path, [.directory, .noFollow])
        } catch {
            if error.errno == ENOENT { return nil }
            throw .system(error)
        }
        return try GroupDirectory(descriptor, at: path, in: hierarchy, isNew: false)
    }

    /// Makes and opens a child group's directory. An existing one is opened
    /// when that is allowed, else `exists` is thrown.
    func makeChild(
        _ name: String, in hierarchy: Hierarchy, acceptExisting: Bool
    ) throws(CgroupError) -> GroupDirectory {
        let path = cgroup + "/" + name
        var isNew = true
        do {
            try descriptor.makeDirectory(name)
        } catch {
            guard error.errno == EEXIST else { throw .system(error) }
            guard acceptExisting else { throw .exists(cgroup: path, directory: hierarchy.mountPoint + path) }
            isNew = false
        }
        let child = try translatingErrors { () throws(SystemError) in try descriptor.openDirectory(name) }
        return try GroupDirectory(child, at: path, in: hierarchy, isNew: isNew)
    }

    /// The controllers that a file of v2 lists, in words.
    static func listedControllers(
        _ file: String, in directory: borrowing Descriptor
    ) throws(CgroupError) -> [Controller] {
        let bytes = try translatingErrors { () throws(SystemError) in try directory.readFile(file) }
        return String(decoding: bytes, as: UTF8.self).split { $0.isWhitespace }
            .compactMap { Controller(rawValue: String($0)) }
    }
}

extension GroupDirectory {
    /// The file's bytes; `nil` where this kernel has no such file, or has it
    /// without the function behind it (EOPNOTSUPP: pressure that is switched off).
    func read(_ file: String) throws(CgroupError) -> [UInt8]? {
        do {
            return try descriptor.readFile(file)
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

    /// Opens one of the group's files for writing.
    func open(_ file: String) throws(SystemError) -> Descriptor {
        try descriptor.open(file, [.writeOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
    }

    /// The names of the directory's files and child groups.
    func files() throws(CgroupError) -> [String] {
        try translatingErrors { () throws(SystemError) in try descriptor.entries().map(\.shown) }
    }
}
