import Glibc
import LinuxSystem

/// The directories of a layer that is being unpacked. All ways lead through
/// here: from the layer's root with openat2(2), inside of it, whatever
/// symbolic links the archive has put there.
///
/// An archive lists a directory's entries together, so the last directory
/// stays open: most entries need no walk at all.
final class LayerTree {
    /// More links than that on one way are a loop, as the kernel has it.
    private static let linkLimit = 40
    /// What mkdir(2) is given; the final mode follows when all is unpacked.
    private static let initialMode: mode_t = 0o755

    let root: Descriptor
    private let lower: LowerLayers
    /// The last directory that was entered.
    private(set) var current: Descriptor
    /// The path that it was entered by, and the one that no link of lower layers is in.
    private var currentPath: [UInt8]?
    private(set) var resolvedPath: [UInt8] = []

    /// Directories in which lower layers are hidden, by path.
    private var opaque: Set<[UInt8]> = []
    /// What each directory gets in the end; the last entry of a path wins.
    private var attributes: [[UInt8]: DirectoryAttributes] = [:]

    /// - Parameters:
    ///   - root: an empty directory, which becomes the layer's root.
    ///   - lower: the layers beneath.
    init(root: consuming Descriptor, lower: LowerLayers) throws(SystemError) {
        current = try root.duplicate()
        self.root = root
        self.lower = lower
    }

    /// Whether the layer hides all beneath it.
    var isOpaque: Bool { opaque.contains([]) }

    /// Makes `current` the directory of that path. What is missing on the way
    /// is made: like the directory of the same name in a lower layer, or
    /// where a link of a lower layer leads.
    func enter(_ path: [UInt8]) throws(ImageError) {
        guard path != currentPath else { return }
        do {
            current = try root.open(RawPath(unchecked: path), [.pathOnly, .directory], resolution: .container)
            resolvedPath = path
        } catch {
            guard [ENOENT, ENOTDIR, ELOOP].contains(error.errno) else { throw .system(error) }
            try enterByParts(path)
        }
        currentPath = path
    }

    /// The path of a name in the current directory.
    func resolvedPath(of name: [UInt8]) -> [UInt8] {
        Self.join(resolvedPath, name)
    }

    /// Says what a directory is given in the end.
    func setAttributes(_ new: DirectoryAttributes, at path: [UInt8]) {
        attributes[path] = new
    }

    /// Hides what lower layers have in a directory.
    func makeOpaque(_ directory: borrowing Descriptor, at path: [UInt8]) throws(SystemError) {
        try Whiteout.makeOpaque(directory)
        opaque.insert(path)
    }

    /// Whether a lower layer shows anything of that name in the current directory.
    func isBeneath(_ name: [UInt8]) throws(SystemError) -> Bool {
        if case .absent = try lowerEntry(resolvedPath(of: name)) { false } else { true }
    }

    private func lowerEntry(_ path: [UInt8]) throws(SystemError) -> LowerLayers.Entry {
        let components = path.split(separator: UInt8(ascii: "/")).map(Array.init)
        // A hidden directory on the way hides all in it.
        for length in 0..<components.count {
            let ancestor = Array(components[..<length].joined(separator: [UInt8(ascii: "/")]))
            if opaque.contains(ancestor) { return .absent }
        }
        return try lower.entry(at: components)
    }

    private static func join(_ directory: [UInt8], _ name: [UInt8]) -> [UInt8] {
        directory.isEmpty ? name : directory + [UInt8(ascii: "/")] + name
    }
}

// MARK: - Missing directories

extension LayerTree {
    /// The slow way: component by component, links resolved here, since one
    /// may stand in a lower layer.
    private func enterByParts(_ path: [UInt8]) throws(ImageError) {
        var remaining = Array(path.split(separator: UInt8(ascii: "/")).map(Array.init).reversed())
        var linkCount = 0
        try moveToRoot()
        while let name = remaining.popLast() {
            if name.elementsEqual("..".utf8) {
                try moveUp()
            } else if let target = try step(into: name) {
                linkCount += 1
                guard linkCount <= Self.linkLimit else { throw refusal(path, "too many symbolic links on its way") }
                if target.first == UInt8(ascii: "/") { try moveToRoot() }
                let parts = target.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
                remaining += parts.map(Array.init).reversed()
            }
        }
    }

    private func moveToRoot() throws(ImageError) {
        try moveTo([])
    }

    private func moveUp() throws(ImageError) {
        try moveTo(Array(resolvedPath.split(separator: UInt8(ascii: "/")).dropLast().joined(separator: "/".utf8)))
    }

    /// - Parameter path: one that has been resolved, link by link.
    private func moveTo(_ path: [UInt8]) throws(ImageError) {
        currentPath = nil
        current = try attempt { () throws(SystemError) in
            try root.open(
                RawPath(unchecked: path), [.pathOnly, .directory], resolution: [.beneath, .noSymbolicLinks])
        }
        resolvedPath = path
    }

    /// Goes into the directory of that name, which is made when it is missing.
    /// - Returns: the target instead, when the name is a symbolic link's.
    private func step(into name: [UInt8]) throws(ImageError) -> [UInt8]? {
        let rawName = RawPath(unchecked: name)
        let path = resolvedPath(of: name)
        guard let status = try attempt({ () throws(SystemError) in try current.statusIfPresent(of: rawName) }) else {
            return try makeMissing(name, at: path)
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: try moveTo(path)
        case S_IFLNK: return try attempt { () throws(SystemError) in try current.symbolicLinkTarget(rawName) }
        default:
            guard Whiteout.isWhiteout(status) else { throw refusal(path, "it is no directory, but something is in it") }
            try attempt { () throws(SystemError) in try current.removeFile(rawName) }
            try makeDirectory(name, hidingLower: true)
            try moveTo(path)
        }
        return nil
    }

    private func makeMissing(_ name: [UInt8], at path: [UInt8]) throws(ImageError) -> [UInt8]? {
        let beneath = try attempt { () throws(SystemError) in try lowerEntry(path) }
        if case .symbolicLink(let target) = beneath { return target }
        try makeDirectory(name, hidingLower: false)
        if case .directory(let lowerAttributes) = beneath {
            setAttributes(lowerAttributes, at: path)
        } else {
            setAttributes(DirectoryAttributes(mode: 0o755, owner: .root, modified: nil), at: path)
        }
        try moveTo(path)
        return nil
    }

    /// Makes a directory in the current one.
    func makeDirectory(_ name: [UInt8], hidingLower: Bool) throws(ImageError) {
        try attempt { () throws(SystemError) in
            let rawName = RawPath(unchecked: name)
            try current.makeDirectory(rawName, mode: Self.initialMode)
            if hidingLower { try makeOpaque(current.openDirectory(rawName), at: resolvedPath(of: name)) }
        }
    }

    private func refusal(_ path: [UInt8], _ reason: String) -> ImageError {
        .invalid("refused to unpack into \"\(String(decoding: path.prefix(120), as: UTF8.self))\": \(reason)")
    }
}

// MARK: - The end

extension LayerTree {
    /// Gives all directories their modes, owners and times: until now, every
    /// file made in them would have changed these again.
    func finish() throws(ImageError) {
        if attributes[[]] == nil {
            let beneath = try attempt { () throws(SystemError) in try lower.root() }
            attributes[[]] = beneath ?? DirectoryAttributes(mode: 0o755, owner: .root, modified: nil)
        }
        for (path, final) in attributes {
            do {
                try apply(final, at: path)
            } catch {
                // A later entry took the directory's place.
                guard [ENOENT, ENOTDIR, ELOOP].contains(error.errno) else { throw ImageError(error) }
            }
        }
    }

    private func apply(_ final: DirectoryAttributes, at path: [UInt8]) throws(SystemError) {
        let rawPath = RawPath(unchecked: path)
        let directory = try root.open(rawPath, [.directory, .noFollow], resolution: .container)
        if final.owner != .root { try directory.setOwner(final.owner, name: rawPath.shown) }
        try directory.setMode(final.mode, name: rawPath.shown)
        if let time = final.modified { try directory.setTime(time, name: rawPath.shown) }
    }
}
