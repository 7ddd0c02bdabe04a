/// How an archive is compressed, known by its first bytes alone: names and
/// media types are too often wrong.
public enum Compression: Sendable {
    case none
    /// RFC 1952.
    case gzip
    /// RFC 8878.
    case zstd

    /// The source's content, whatever it is compressed with.
    public static func decompress(_ source: any ByteSource) throws(ArchiveError) -> any ByteSource {
        let window = ByteWindow(source)
        return try detect(window).content(of: window)
    }

    /// The content of what is compressed so, from the window's start.
    public func content(of window: ByteWindow) throws(ArchiveError) -> any ByteSource {
        switch self {
        case .none: WindowSource(window)
        case .gzip: try GzipSource(window)
        case .zstd: try ZstdSource(window)
        }
    }

    /// What the first bytes say.
    public static func detect(_ window: ByteWindow) throws(ArchiveError) -> Compression {
        // Fewer bytes than that are no compressed stream; what they are instead is for others to say.
        _ = try window.require(6)
        let start = Array(window.available.prefix(6))
        if start.starts(with: [0x1f, 0x8b]) { return .gzip }
        if start.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) { return .zstd }
        // A skippable frame, which may come first.
        if start.count >= 4, start[0] & 0xf0 == 0x50, start[1...3] == [0x2a, 0x4d, 0x18] { return .zstd }
        for (name, magic) in unreadable where start.starts(with: magic) {
            throw .unsupported("the archive is compressed with \(name); compress it with gzip or zstd, or not at all")
        }
        return .none
    }

    private static let unreadable: [(String, [UInt8])] = [
        ("xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]), ("bzip2", Array("BZh".utf8)),
        ("lz4", [0x04, 0x22, 0x4d, 0x18]), ("lzip", Array("LZIP".utf8)),
    ]
}

/// What a window still has, as a source.
private final class WindowSource: ByteSource {
    private let window: ByteWindow

    init(_ window: ByteWindow) {
        self.window = window
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        guard let chunk = try window.next(atMost: Int64(buffer.count)) else { return 0 }
        buffer.copyMemory(from: chunk)
        return chunk.count
    }

    func skip(_ count: Int64) throws(ArchiveError) -> Int64 {
        try window.skip(count) ? count : 0
    }
}
