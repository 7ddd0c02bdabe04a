import Glibc
import LinuxSystem

/// Compares a layer's files with those that its blob unpacks to, in all that a layer can say of a file.
struct TreeComparison: ~Copyable {
    private let stored: Descriptor
    private let fresh: Descriptor
    /// What has a later time in the fresh tree got it by being made: no entry gave it one.
    private let began: FileTime
    /// The path and the nature of the first difference.
    private(set) var firstDifference: String?
    private(set) var differenceCount = 0

    /// - Parameters:
    ///   - stored: the root of the files that are compared.
    ///   - fresh: the root of the files as they must be.
    ///   - began: when unpacking them began.
    init(of stored: consuming Descriptor, with fresh: consuming Descriptor, unpackedSince began: FileTime) {
        self.stored = stored
        self.fresh = fresh
        self.began = began
    }

    /// Compares everything; what is met at no place of the other tree is one difference with all beneath it.
    mutating func compare() throws(SystemError) {
        let root = RawPath.currentDirectory
        note(try difference(of: root, in: stored, fresh), at: root)
        var pending = [root]
        while let path = pending.popLast() {
            let flags: OpenFlags = [.directory, .noFollow]
            let storedDirectory = try stored.open(path, flags, resolution: [.beneath, .noSymbolicLinks])
            let freshDirectory = try fresh.open(path, flags, resolution: [.beneath, .noSymbolicLinks])
            let freshNames = try Set(freshDirectory.entries())
            let storedNames = try Set(storedDirectory.entries())
            for name in freshNames.subtracting(storedNames) { note("is missing", at: path.appending(name)) }
            for name in storedNames.subtracting(freshNames) { note("is not of the layer", at: path.appending(name)) }
            for name in freshNames.intersection(storedNames).sorted() {
                let place = path.appending(name)
                note(try difference(of: name, in: storedDirectory, freshDirectory), at: place)
                let types = try [storedDirectory.status(of: name).st_mode, freshDirectory.status(of: name).st_mode]
                if types.allSatisfy({ $0 & S_IFMT == S_IFDIR }) { pending.append(place) }
            }
        }
    }

    private mutating func note(_ difference: String?, at path: RawPath) {
        guard let difference else { return }
        differenceCount += 1
        guard firstDifference == nil else { return }
        let shown = path == .currentDirectory ? "its root" : String(path.shown.dropFirst(2).prefix(200))
        firstDifference = "\(shown) \(difference)"
    }

    private func difference(
        of name: RawPath, in stored: borrowing Descriptor, _ fresh: borrowing Descriptor
    ) throws(SystemError) -> String? {
        let here = try stored.status(of: name)
        let there = try fresh.status(of: name)
        if let difference = difference(here, there) { return difference }
        if try Self.attributes(of: name, in: stored) != Self.attributes(of: name, in: fresh) {
            return "has other extended attributes"
        }
        switch there.st_mode & S_IFMT {
        case S_IFLNK where try stored.symbolicLinkTarget(name) != fresh.symbolicLinkTarget(name):
            return "leads elsewhere"
        case S_IFREG where try !Self.haveSameContent(name, stored, fresh):
            return "has other content"
        default: return nil
        }
    }

    private func difference(_ here: stat, _ there: stat) -> String? {
        let type = there.st_mode & S_IFMT
        if here.st_mode & S_IFMT != type { return "is of another type" }
        if here.st_mode != there.st_mode { return "has another mode" }
        if here.st_uid != there.st_uid || here.st_gid != there.st_gid { return "has another owner" }
        if type == S_IFREG, here.st_size != there.st_size { return "has another size" }
        if type == S_IFCHR || type == S_IFBLK, here.st_rdev != there.st_rdev { return "is another device" }
        if type != S_IFDIR, here.st_nlink != there.st_nlink { return "has another number of links" }
        let time = FileTime(there.st_mtim)
        if time < began, time != FileTime(here.st_mtim) { return "has another time" }
        return nil
    }

    /// Those that a layer can have; others are this host's, such as a label of its security module.
    private static func attributes(
        of name: RawPath, in directory: borrowing Descriptor
    ) throws(SystemError) -> [[UInt8]: [UInt8]] {
        try directory.extendedAttributes(of: name).filter { attribute, _ in
            attribute.starts(with: "user.".utf8) || attribute.starts(with: "trusted.".utf8)
                || attribute.elementsEqual("security.capability".utf8)
        }
    }

    private static func haveSameContent(
        _ name: RawPath, _ stored: borrowing Descriptor, _ fresh: borrowing Descriptor
    ) throws(SystemError) -> Bool {
        let here = try stored.open(name, [.readOnly, .noFollow], resolution: .beneath)
        let there = try fresh.open(name, [.readOnly, .noFollow], resolution: .beneath)
        return try here.hasSameContent(as: there, name: name.shown)
    }
}
