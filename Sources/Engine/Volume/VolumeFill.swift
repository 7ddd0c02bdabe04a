import Glibc
import LinuxSystem

/// The first content of a volume: a copy of what the image has at its target. It is put together beside the
/// volume's files and moved there when it is complete, so that a crash leaves either nothing of it, or what
/// the next start goes on moving.
struct VolumeFill: ~Copyable {
    /// Incomplete: of no use after a crash.
    static let copyingName = ".skiff-copying"
    /// Complete, or what of it hasn't been moved yet.
    static let copiedName = ".skiff-copied"

    /// What both, and the files, are in.
    private let directory: Descriptor
    private let data: Descriptor
    /// Who owns what root made in it.
    private let root: UInt32

    /// - Parameters:
    ///   - dataName: the directory of the files, in the first one.
    ///   - root: who owns what root made in it, as this process sees it.
    static func open(
        _ directory: borrowing Descriptor, _ dataName: String, root: UInt32
    ) throws(SystemError) -> VolumeFill {
        let data = try directory.open(dataName, [.directory, .noFollow], resolution: [.beneath, .noMagicLinks])
        return VolumeFill(directory: try directory.duplicate(), data: data, root: root)
    }

    private init(directory: consuming Descriptor, data: consuming Descriptor, root: UInt32) {
        self.directory = directory
        self.data = data
        self.root = root
    }

    /// Fills the volume if nothing is in it.
    /// - Parameters:
    ///   - source: the directory of the image.
    ///   - isLasting: the volume outlives its container, so that the copy has to be whole on the disk.
    func run(from source: borrowing Descriptor, isLasting: Bool) throws(SystemError) {
        if let copied = try directory.statusIfPresent(of: Self.copiedName), copied.st_mode & S_IFMT == S_IFDIR {
            return try move()
        }
        try directory.removeTree(Self.copyingName)
        guard try data.entries().isEmpty else { return }
        guard try !source.entries().isEmpty else { return try takeOwner(of: source) }
        do {
            let copy = try directory.makeAndOpenDirectory(Self.copyingName, mode: 0o700)
            try TreeCopy.copy(contentOf: source, to: copy)
            if isLasting { try copy.synchronizeFilesystem(name: Self.copyingName) }
            try directory.rename(Self.copyingName, to: Self.copiedName, in: directory)
        } catch {
            _ = try? directory.removeTree(Self.copyingName)  // the first failure is the one to tell
            throw error
        }
        try move()
    }

    /// Moves what is complete. What somebody has made in its place meanwhile stays.
    private func move() throws(SystemError) {
        let copied = try directory.openDirectory(Self.copiedName)
        let time = FileTime(try copied.status(name: Self.copiedName).st_mtim)
        for name in try copied.entries() where try data.statusIfPresent(of: name) == nil {
            try copied.rename(name, to: name, in: data)
        }
        try TreeCopy.copyAttributes(of: copied, to: data)
        try directory.removeTree(Self.copiedName)
        try data.setTime(time, name: VolumeDirectories.dataName)
    }

    /// An empty directory of the image gives its owner and its permissions to a volume that still has those
    /// that it was made with.
    private func takeOwner(of source: borrowing Descriptor) throws(SystemError) {
        let status = try data.status(name: VolumeDirectories.dataName)
        guard status.st_uid == root, status.st_gid == root, status.st_mode & 0o7777 == 0o755 else { return }
        try TreeCopy.copyAttributes(of: source, to: data)
    }
}
