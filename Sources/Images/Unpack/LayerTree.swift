import Glibc
import LinuxSystem

/// The directories of a layer that is being unpacked. All ways lead through
/// here: from the layer's root with openat2(2), inside of it, whatever
/// symbolic links the archive has put there.
///
/// Layers are unpacked at the same time, so what lies beneath this one may not
/// be known yet. Then it is unpacked as if nothing were there; what had to be
/// asked goes into the journal, and `UnpackedLayer.settle` asks it later.
final class LayerTree {
    /// More links than that on one way are a loop, as the kernel has it.
    private static let linkLimit = 40
    /// What mkdir(2) is given; the final mode follows when all is unpacked.
    private static let initialMode: mode_t = 0o755

    let root: Descriptor
    /// `nil`: not known yet.
    private let lower: LowerLayers?
    /// Where a journal can be kept that is too long for the memory.
    private let journalDirectory: Descriptor
    /// What is left to be done in the end.
    private(set) var journal = LayerJournal()
    /// Where the next entry is made.
    private(set) var position: LayerPosition

    /// The layer hides all beneath it.
    private(set) var isOpaque = false
    /// Some directory hides what is beneath it.
    private var hidesAny = false
    /// The lower layers would have been asked, so that all might be different.
    private(set) var hasQuestions = false
    private var hasOpenWhiteouts = false
    /// The journal alone doesn't tell any more what is to be hidden.
    private(set) var isAmbiguous = false

    /// - Parameters:
    ///   - directory: the layer's own, in which its root, `fs`, is made.
    ///   - lower: the layers beneath; `nil` when they are not known yet.
    init(in directory: borrowing Descriptor, above lower: LowerLayers?) throws(ImageError) {
        do {
            try directory.makeDirectory("fs", mode: 0o777)
            journalDirectory = try directory.duplicate()
            root = try directory.openDirectory("fs")
            position = try LayerPosition(in: root)
            self.lower = lower
            try journal.append(.implied([]), in: journalDirectory)
        } catch {
            throw ImageError(error)
        }
    }

    /// Makes the directory of that path the current one. What is missing on the way
    /// is made: like the directory of the same name in a lower layer, or
    /// where a link of a lower layer leads.
    func enter(_ path: [UInt8]) throws(ImageError) {
        guard !position.isAt(path) else { return }
        do {
            try position.enter(path, from: root)
        } catch {
            guard error.isMissingDirectory else { throw .system(error) }
            try enterByParts(path)
            position.hasArrived(by: path)
        }
    }

    /// Says what a directory is given in the end; what is said last is valid.
    func setAttributes(_ attributes: DirectoryAttributes, at path: [UInt8]) throws(SystemError) {
        try journal.append(.directory(path, attributes), in: journalDirectory)
    }

    /// Hides what lower layers have in a directory.
    func makeOpaque(_ directory: borrowing Descriptor, at path: [UInt8]) throws(SystemError) {
        try Whiteout.makeOpaque(directory)
        hidesAny = true
        if path.isEmpty { isOpaque = true }
    }

    /// Removes what has a name in the current directory, for something else.
    func makeRoom(for name: RawPath) throws(SystemError) {
        if hasOpenWhiteouts { isAmbiguous = true }
        try position.directory.removeTree(name)
    }

    /// A whiteout speaks of lower layers only: what this layer has of the name
    /// stays, but shows nothing from beneath.
    func hide(_ name: [UInt8]) throws(SystemError) {
        let rawName = RawPath(unchecked: name)
        let path = position.path(of: name)
        if let status = try position.directory.statusIfPresent(of: rawName) {
            guard status.st_mode & S_IFMT == S_IFDIR else { return }
            try makeOpaque(position.directory.openDirectory(rawName), at: path)
        } else if try !isHidden(path) {
            guard let lower else {
                hasQuestions = true
                hasOpenWhiteouts = true
                return try journal.append(.whiteout(path), in: journalDirectory)
            }
            // overlayfs would list a node that hides nothing.
            if case .absent = try lower.entry(at: path) { return }
            try Whiteout.make(rawName, in: position.directory)
        }
    }

    /// Whether a directory on the way to it hides all that lower layers have there.
    private func isHidden(_ path: [UInt8]) throws(SystemError) -> Bool {
        guard hidesAny else { return false }
        if isOpaque { return true }
        for end in path.indices where path[end] == UInt8(ascii: "/") {
            let directory = try root.open(
                RawPath(unchecked: Array(path[..<end])), [.pathOnly, .directory], resolution: .container)
            if try Whiteout.isOpaque(directory) { return true }
        }
        return false
    }
}

// MARK: - Missing directories

extension LayerTree {
    /// The slow way: component by component, links resolved here, since one
    /// may stand in a lower layer.
    private func enterByParts(_ path: [UInt8]) throws(ImageError) {
        var remaining = Array(path.split(separator: UInt8(ascii: "/")).map(Array.init).reversed())
        var linkCount = 0
        try move(to: [])
        while let name = remaining.popLast() {
            if name.elementsEqual("..".utf8) {
                try move(to: position.parentPath)
            } else if let target = try step(into: name) {
                linkCount += 1
                guard linkCount <= Self.linkLimit else { throw refusal(path, "too many symbolic links on its way") }
                if target.first == UInt8(ascii: "/") { try move(to: []) }
                let parts = target.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
                remaining += parts.map(Array.init).reversed()
            }
        }
    }

    private func move(to path: [UInt8]) throws(ImageError) {
        do {
            try position.move(to: path, from: root)
        } catch {
            throw ImageError(error)
        }
    }

    /// Goes into the directory of that name, which is made when it is missing.
    /// - Returns: the target instead, when the name is a symbolic link's.
    private func step(into name: [UInt8]) throws(ImageError) -> [UInt8]? {
        let rawName = RawPath(unchecked: name)
        let path = position.path(of: name)
        guard
            let status = try attempt({ () throws(SystemError) in try position.directory.statusIfPresent(of: rawName) })
        else {
            return try makeMissing(name, at: path)
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: try move(to: path)
        case S_IFLNK:
            return try attempt { () throws(SystemError) in try position.directory.symbolicLinkTarget(rawName) }
        default:
            guard Whiteout.isWhiteout(status) else { throw refusal(path, "it is no directory, but something is in it") }
            try attempt { () throws(SystemError) in
                try position.directory.removeFile(rawName)
                try makeDirectory(rawName, hidingLower: path)
                try journal.append(.new(path), in: journalDirectory)
            }
            try move(to: path)
        }
        return nil
    }

    private func makeMissing(_ name: [UInt8], at path: [UInt8]) throws(ImageError) -> [UInt8]? {
        let target = try attempt { () throws(SystemError) -> [UInt8]? in
            if try isHidden(path) {
                try journal.append(.new(path), in: journalDirectory)
            } else {
                if let lower {
                    if case .symbolicLink(let target) = try lower.entry(at: path) { return target }
                } else {
                    hasQuestions = true
                }
                try journal.append(.implied(path), in: journalDirectory)
            }
            try makeDirectory(RawPath(unchecked: name))
            return nil
        }
        if target == nil { try move(to: path) }
        return target
    }

    /// Makes a directory in the current one.
    /// - Parameter path: given when lower layers are hidden in it: where it is.
    func makeDirectory(_ name: RawPath, hidingLower path: [UInt8]? = nil) throws(SystemError) {
        try position.directory.makeDirectory(name, mode: Self.initialMode)
        if let path { try makeOpaque(position.directory.openDirectory(name), at: path) }
    }

    private func refusal(_ path: [UInt8], _ reason: String) -> ImageError {
        .invalid("refused to unpack into \"\(String(decoding: path.prefix(120), as: UTF8.self))\": \(reason)")
    }
}
