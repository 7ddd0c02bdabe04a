import CDeflate

/// The header of a gzip member (RFC 1952, 2.3). Nothing in it matters to the
/// content: the name and the time are those of a file that once was.
struct GzipHeader {
    static let magic: [UInt8] = [0x1f, 0x8b]

    private struct Flags: OptionSet {
        let rawValue: UInt8

        static let headerChecksum = Flags(rawValue: 1 << 1)
        static let extraField = Flags(rawValue: 1 << 2)
        static let name = Flags(rawValue: 1 << 3)
        static let comment = Flags(rawValue: 1 << 4)
        static let reserved = Flags(rawValue: 0b111 << 5)
    }

    private let window: ByteWindow
    /// Of what has been consumed.
    private var checksum: UInt32 = 0

    private init(_ window: ByteWindow) {
        self.window = window
    }

    /// Reads over a header, whose parts may be of any length.
    static func consume(from window: ByteWindow) throws(ArchiveError) {
        var header = GzipHeader(window)
        try header.consume()
    }

    private mutating func consume() throws(ArchiveError) {
        try require(10)
        let start = window.available
        guard start.prefix(2).elementsEqual(Self.magic) else { throw .malformed("something follows its gzip stream") }
        guard start[2] == 8 else {
            throw .unsupported("the archive is compressed with gzip's method \(start[2]), which is not deflate")
        }
        let flags = Flags(rawValue: start[3])
        guard flags.isDisjoint(with: .reserved) else {
            throw .malformed("its gzip header has flags that there are not")
        }
        consume(10)
        if flags.contains(.extraField) {
            try require(2)
            let count = Int(window.available.loadUnaligned(as: UInt16.self).littleEndian)
            try require(2 + count)
            consume(2 + count)
        }
        if flags.contains(.name) { try consumeText() }
        if flags.contains(.comment) { try consumeText() }
        if flags.contains(.headerChecksum) { try compareChecksum() }
    }

    /// A text up to its NUL.
    private mutating func consumeText() throws(ArchiveError) {
        while true {
            try require(1)
            let text = window.available
            if let end = text.firstIndex(of: 0) { return consume(end + 1) }
            consume(text.count)
        }
    }

    private mutating func compareChecksum() throws(ArchiveError) {
        try require(2)
        let stored = window.available.loadUnaligned(as: UInt16.self).littleEndian
        guard stored == UInt16(truncatingIfNeeded: checksum) else {
            throw .malformed("its gzip header doesn't match its checksum")
        }
        window.consume(2)
    }

    private func require(_ count: Int) throws(ArchiveError) {
        guard try window.require(count) else { throw .truncated("a gzip header") }
    }

    private mutating func consume(_ count: Int) {
        checksum = libdeflate_crc32(checksum, window.available.baseAddress, count)
        window.consume(count)
    }
}
