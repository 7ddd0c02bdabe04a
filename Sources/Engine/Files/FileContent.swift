import Archive
import LinuxSystem

/// The ways of a file's bytes. A file may grow or shrink while it's read: what
/// is there up to its first size is taken.
enum FileContent {
    /// From file to file, in the kernel where it can; holes stay holes.
    static func copy(_ file: borrowing Descriptor, _ entry: TarEntry, to new: borrowing Descriptor) throws {
        for range in try file.dataRanges(size: entry.size, name: entry.shownPath) {
            try new.seek(to: range.lowerBound, name: entry.shownPath)
            _ = try new.copy(
                from: file, at: range.lowerBound, count: range.upperBound - range.lowerBound, name: entry.shownPath)
        }
        try new.setSize(entry.size, name: entry.shownPath)
    }

    /// The current entry of an archive.
    static func copy(_ archive: TarReader, _ entry: TarEntry, to new: borrowing Descriptor) throws {
        while let chunk = try archive.nextChunk() {
            try new.write(chunk.bytes, at: chunk.offset, name: entry.shownPath)
        }
        try new.setSize(entry.size, name: entry.shownPath)
    }
}

/// Writes entries and their files as a tar archive.
final class TreeArchiver {
    /// Files with larger holes than that, in all, are written without them.
    private static let hole: Int64 = 1 << 20
    /// A map of more parts would be no help to who reads it.
    private static let rangeLimit = 1 << 16

    private let output: ArchiveOutput
    private let tar: TarWriter
    /// Bytes of the archive so far.
    var size: Int64 { output.size }

    /// - Parameters:
    ///   - file: where the archive goes: a file, a pipe or a socket.
    ///   - name: what to call it in a message.
    init(_ file: consuming Descriptor, name: String) {
        output = ArchiveOutput(file, name: name)
        tar = TarWriter(output)
    }

    /// Writes an entry; its content comes from the file.
    func put(_ entry: TarEntry, _ file: borrowing Descriptor) throws {
        guard entry.kind == .file else { return try tar.begin(entry) }
        let ranges = try file.dataRanges(size: entry.size, name: entry.shownPath)
        let stored = ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        if entry.size - stored < Self.hole || ranges.count > Self.rangeLimit {
            try tar.begin(entry)
            try append(file, 0..<entry.size, entry)
        } else {
            try tar.begin(entry, storing: ranges)
            for range in ranges { try append(file, range, entry) }
        }
    }

    /// Writes an entry without content.
    func put(_ entry: TarEntry) throws { try tar.begin(entry) }

    /// Ends the archive.
    func finish() throws { try tar.finish() }

    private func append(_ file: borrowing Descriptor, _ range: Range<Int64>, _ entry: TarEntry) throws {
        var offset = range.lowerBound
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 4096)
        defer { buffer.deallocate() }
        while offset < range.upperBound {
            let wanted = Int(min(Int64(buffer.count), range.upperBound - offset))
            var count = try file.read(
                into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: offset, name: entry.shownPath)
            if count == 0 {
                // It has become shorter than its header says: zeros, as tar(1) does.
                buffer.initializeMemory(as: UInt8.self, repeating: 0)
                count = wanted
            }
            try tar.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += Int64(count)
        }
    }
}

/// Collects what an archive is made of, so that headers cost no system call each.
private final class ArchiveOutput: ByteSink {
    private static let limit = 1 << 16

    private let file: Descriptor
    private let name: String
    private var pending: [UInt8] = []
    private(set) var size: Int64 = 0

    init(_ file: consuming Descriptor, name: String) {
        self.file = file
        self.name = name
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        size += Int64(bytes.count)
        if pending.count + bytes.count > Self.limit { try finish() }
        if bytes.count > Self.limit { return try writeOut(bytes) }
        pending.append(contentsOf: bytes)
    }

    func finish() throws(ArchiveError) {
        let bytes = pending
        pending = []
        try bytes.span.bytes.withUnsafeBytes(writeOut)
        pending.reserveCapacity(Self.limit)
    }

    private func writeOut(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        do {
            try file.write(bytes, name: name)
        } catch {
            throw .system(error)
        }
    }
}
