// Archive reads and writes tar archives and what they are compressed with, as
// streams of bounded memory. It knows formats only: it never makes a file,
// decides whether a name is safe or what an entry means to an image. Images
// calls it to load, unpack and import.

import LinuxSystem

/// Reads a tar archive from front to back: `next()` for each entry, then
/// `nextChunk()` for its content, as much of it as is wanted.
///
/// ustar, pax with global headers, GNU's long names, base-256 numbers and
/// sparse files are understood. Content is handed out where it lies in the
/// reader's buffer.
public final class TarReader {
    /// What headers other than an entry's own may take in memory: names and
    /// attributes of any use fit.
    private static let extensionLimit: Int64 = 1 << 20

    private let window: ByteWindow
    private var global = PaxRecords()
    private var content = TarContent.empty
    private var hasEnded = false

    /// - Parameter source: the archive, already decompressed.
    public init(_ source: any ByteSource) {
        window = ByteWindow(source, capacity: 1 << 20)
    }

    /// Where the content of the current entry starts, in bytes from the
    /// archive's start; its headers have been read, its content has not.
    public var position: Int64 { window.position }

    /// How many bytes of the current entry's content are still to be read,
    /// holes not counted.
    public var unread: Int64 { content.unread }

    /// The next entry; what is left of the current one's content is skipped.
    /// `nil` at the end: two blocks of zeros, or simply the last byte, since
    /// some programs write no closing blocks.
    public func next() throws(ArchiveError) -> TarEntry? {
        try skipContent()
        var records = global
        var longPath: [UInt8]?
        var longTarget: [UInt8]?
        while let header = try nextHeader() {
            switch header.type {
            case UInt8(ascii: "x"), UInt8(ascii: "X"): try records.add(extensionContent(header))
            case UInt8(ascii: "g"):
                try global.add(extensionContent(header))
                records = global
            case UInt8(ascii: "L"): longPath = try Array(extensionContent(header).prefix { $0 != 0 })
            case UInt8(ascii: "K"): longTarget = try Array(extensionContent(header).prefix { $0 != 0 })
            case UInt8(ascii: "V"): _ = try extensionContent(header)
            default:
                records.path = records.path ?? longPath
                records.linkPath = records.linkPath ?? longTarget
                return try entry(header, records)
            }
        }
        return nil
    }

    /// The next piece of the current entry's content; `nil` at its end. Holes
    /// of a sparse file are left out.
    public func nextChunk() throws(ArchiveError) -> TarChunk? {
        guard content.unread > 0 else { return nil }
        let offset = content.offset
        guard let bytes = try window.next(atMost: content.contiguous) else { throw .truncated("a file") }
        content.advance(bytes.count)
        return TarChunk(offset: offset, bytes: bytes)
    }

    /// Reads what follows the archive's end, which belongs to its digest.
    /// - Throws: when it is longer than any padding, 64 MiB.
    public func drain() throws(ArchiveError) {
        var count = 0
        while let bytes = try window.next(atMost: .max) {
            count += bytes.count
            guard count <= 64 << 20 else { throw .malformed("too much follows its end") }
        }
    }
}

// MARK: - Headers

extension TarReader {
    /// The next header, not yet consumed; `nil` at the end of the archive.
    private func nextHeader() throws(ArchiveError) -> TarHeader? {
        guard !hasEnded else { return nil }
        guard try window.require(TarHeader.blockSize) else {
            guard window.available.isEmpty else { throw .truncated("a tar header") }
            hasEnded = true
            return nil
        }
        let block = UnsafeRawBufferPointer(rebasing: window.available[..<TarHeader.blockSize])
        if block.allSatisfy({ $0 == 0 }) {
            hasEnded = true
            return nil
        }
        return try TarHeader(block)
    }

    /// Ends the use of a header and notes what of the archive belongs to it.
    private func consumeHeader(thenContent stored: Int64) throws(ArchiveError) {
        window.consume(TarHeader.blockSize)
        content = try TarContent(stored: stored)
    }

    /// The whole content of a header that extends the next one.
    private func extensionContent(_ header: TarHeader) throws(ArchiveError) -> [UInt8] {
        let size = try header.size()
        guard size <= Self.extensionLimit else { throw .malformed("a header is \(size) bytes long") }
        try consumeHeader(thenContent: size)
        var bytes = [UInt8]()
        bytes.reserveCapacity(Int(size))
        while let chunk = try nextChunk() { bytes.append(contentsOf: chunk.bytes) }
        try skipContent()
        return bytes
    }

    private func skipContent() throws(ArchiveError) {
        guard try window.skip(content.unread + content.padding) else { throw .truncated("a file") }
        content = .empty
    }

    private func entry(_ header: TarHeader, _ records: PaxRecords) throws(ArchiveError) -> TarEntry {
        var entry = TarEntry(path: records.path ?? header.path)
        entry.kind = try kind(header, records, path: entry.path)
        entry.mode = try header.mode()
        entry.owner = try header.owner()
        entry.owner.user = records.user ?? entry.owner.user
        entry.owner.group = records.group ?? entry.owner.group
        entry.modified = if let time = records.modified { time } else { try header.modified() }
        entry.extendedAttributes = records.extendedAttributes
        let stored = if let size = records.size { size } else { try header.size() }

        // Only files have content; what others say of their size means nothing,
        // except for GNU's list of a directory's names.
        let hasContent = entry.kind == .file || header.type == UInt8(ascii: "D")
        if header.type == UInt8(ascii: "S") {
            content = try .oldSparse(header, stored: stored, in: window)
        } else if entry.kind == .file, records.sparse.isPresent {
            entry.path = records.sparse.name ?? entry.path
            window.consume(TarHeader.blockSize)
            content = try .paxSparse(records.sparse, stored: stored, in: window)
        } else {
            try consumeHeader(thenContent: hasContent ? stored : 0)
        }
        if entry.kind == .file { entry.size = content.size }
        return entry
    }

    private func kind(
        _ header: TarHeader, _ records: PaxRecords, path: [UInt8]
    ) throws(ArchiveError) -> TarEntry.Kind {
        switch header.type {
        case 0, UInt8(ascii: "0"), UInt8(ascii: "7"):
            // Before ustar, a directory was a file whose name ends in a slash.
            return path.last == UInt8(ascii: "/") ? .directory : .file
        case UInt8(ascii: "S"): return .file
        case UInt8(ascii: "1"): return .hardLink(target: records.linkPath ?? header.linkName)
        case UInt8(ascii: "2"): return .symbolicLink(target: records.linkPath ?? header.linkName)
        case UInt8(ascii: "3"):
            return try .characterDevice(major: header.deviceMajor(), minor: header.deviceMinor())
        case UInt8(ascii: "4"):
            return try .blockDevice(major: header.deviceMajor(), minor: header.deviceMinor())
        case UInt8(ascii: "5"), UInt8(ascii: "D"): return .directory
        case UInt8(ascii: "6"): return .fifo
        default:
            let shown = String(decoding: path.prefix(200), as: UTF8.self)
            throw .unsupported("\(shown) is of a type that no image has (tar type \(header.type))")
        }
    }
}
