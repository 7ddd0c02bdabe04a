import Archive
import LinuxSystem

/// Writes a cpio archive of the kind that the kernel unpacks as its first root (`newc`, "initramfs buffer format"
/// in the kernel's documentation). Names, owners and modes are taken as they are: the archive is for a kernel that
/// trusts none of it.
struct CpioWriter: ~Copyable {
    private let file: Descriptor
    private let name: String
    private var nextInode: UInt32 = 1
    /// The numbers of the files so far, for those that have several names.
    private var inodes: [[UInt8]: UInt32] = [:]
    /// Bytes so far.
    private(set) var size: Int64 = 0

    init(_ file: consuming Descriptor, name: String) {
        self.file = file
        self.name = name
    }

    /// What stands in a header beside the name.
    private struct Fields {
        var inode: UInt32
        var mode: UInt32
        var owner = FileOwner.root
        var modified: UInt32 = 0
        var size: UInt32 = 0
        var device: (major: UInt32, minor: UInt32) = (0, 0)
    }

    /// A regular file with its content.
    mutating func add(file path: String, _ content: [UInt8], mode: UInt32) throws {
        let inode = newInode(of: Array(path.utf8))
        try header(Array(path.utf8), Fields(inode: inode, mode: 0o100000 | mode, size: length(content.count)))
        try write(content)
        try pad()
    }

    /// A directory.
    mutating func add(directory path: String) throws {
        try header(Array(path.utf8), Fields(inode: newInode(of: Array(path.utf8)), mode: 0o040755))
    }

    /// An entry of a tar archive, whose content is read from it.
    mutating func add(_ entry: TarEntry, from archive: TarReader) throws {
        let path = Self.normalized(entry.path)
        guard !path.isEmpty else { return }
        if case .hardLink(let target) = entry.kind {
            // Another name of the same file: without content, which came with the first one.
            guard let inode = inodes[Self.normalized(target)] else {
                throw ComparisonError.refused("the image's \(entry.shownPath) is a link to a file that isn't there")
            }
            return try header(path, Fields(inode: inode, mode: 0o100000 | entry.mode, owner: entry.owner))
        }
        var fields = Fields(inode: newInode(of: path), mode: entry.mode, owner: entry.owner)
        fields.modified = UInt32(clamping: entry.modified.seconds)
        switch entry.kind {
        case .file:
            guard entry.size <= UInt32.max else {
                throw ComparisonError.refused("the image's \(entry.shownPath) is larger than a machine's root holds")
            }
            fields.mode |= 0o100000
            fields.size = UInt32(entry.size)
            try header(path, fields)
            try content(of: entry, from: archive)
        case .symbolicLink(let target):
            fields.mode |= 0o120000
            fields.size = length(target.count)
            try header(path, fields)
            try write(target)
            try pad()
        case .directory: try header(path, fields, type: 0o040000)
        case .fifo: try header(path, fields, type: 0o010000)
        case .characterDevice(let major, let minor):
            fields.device = (major, minor)
            try header(path, fields, type: 0o020000)
        case .blockDevice(let major, let minor):
            fields.device = (major, minor)
            try header(path, fields, type: 0o060000)
        case .hardLink: break
        }
    }

    /// The archive's end. To be called once, last.
    mutating func finish() throws {
        try header(Array("TRAILER!!!".utf8), Fields(inode: 0, mode: 0))
        // A block of the kernel's buffer; what follows is looked at for another archive.
        let rest = Int((512 - size % 512) % 512)
        try write([UInt8](repeating: 0, count: rest))
    }

    /// A file's content; its holes are written as zeros.
    private mutating func content(of entry: TarEntry, from archive: TarReader) throws {
        var position: Int64 = 0
        while let chunk = try archive.nextChunk() {
            try zeros(chunk.offset - position)
            let bytes = chunk.bytes
            try file.write(bytes, name: name)
            size += Int64(bytes.count)
            position = chunk.offset + Int64(bytes.count)
        }
        try zeros(entry.size - position)
        try pad()
    }

    private mutating func zeros(_ count: Int64) throws {
        var rest = count
        while rest > 0 {
            let piece = min(rest, 1 << 16)
            try write([UInt8](repeating: 0, count: Int(piece)))
            rest -= piece
        }
    }

    private mutating func header(_ path: [UInt8], _ fields: Fields, type: UInt32) throws {
        var fields = fields
        fields.mode |= type
        try header(path, fields)
    }

    private mutating func header(_ path: [UInt8], _ fields: Fields) throws {
        // The kernel looks for other names of a file only when it's said to have several.
        let names: UInt32 = fields.mode & 0o170000 == 0o100000 ? 2 : 1
        let numbers: [UInt32] = [
            fields.inode, fields.mode, fields.owner.user, fields.owner.group, names, fields.modified, fields.size, 0, 0,
            fields.device.major, fields.device.minor, length(path.count + 1), 0,
        ]
        var bytes = Array("070701".utf8)
        for number in numbers { bytes += Self.hexadecimal(number) }
        try write(bytes + path + [0])
        try pad()
    }

    /// Names and contents start at multiples of four.
    private mutating func pad() throws {
        let rest = Int((4 - size % 4) % 4)
        if rest > 0 { try write([UInt8](repeating: 0, count: rest)) }
    }

    private mutating func write(_ bytes: [UInt8]) throws {
        try file.write(bytes, name: name)
        size += Int64(bytes.count)
    }

    private mutating func newInode(of path: [UInt8]) -> UInt32 {
        defer { nextInode += 1 }
        inodes[path] = nextInode
        return nextInode
    }

    private func length(_ count: Int) -> UInt32 { UInt32(clamping: count) }

    /// Without `./` and slashes around it; empty for the root itself.
    private static func normalized(_ path: [UInt8]) -> [UInt8] {
        var rest = path[...]
        while rest.starts(with: [UInt8(ascii: "."), UInt8(ascii: "/")]) { rest.removeFirst(2) }
        while rest.first == UInt8(ascii: "/") { rest.removeFirst() }
        while rest.last == UInt8(ascii: "/") { rest.removeLast() }
        return rest.elementsEqual([UInt8(ascii: ".")]) ? [] : Array(rest)
    }

    private static func hexadecimal(_ number: UInt32) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return stride(from: 28, through: 0, by: -4).map { digits[Int(number >> UInt32($0) & 15)] }
    }
}
