/// How far the content of one entry has been read.
struct TarContent {
    static let empty = TarContent()

    /// Bytes of the archive that are still to be read, without the padding.
    private(set) var unread: Int64 = 0
    /// What fills the last block.
    let padding: Int64
    /// The file's length, with its holes.
    let size: Int64
    /// The runs of bytes that are left to read; the first may be half read.
    private var segments: ArraySlice<SparseMap.Segment>

    private init() {
        padding = 0
        size = 0
        segments = []
    }

    /// - Parameters:
    ///   - stored: bytes in the archive.
    ///   - map: where they belong, when the file has holes.
    init(stored: Int64, map: SparseMap? = nil) throws(ArchiveError) {
        guard stored >= 0, stored <= Int64.max - Int64(TarHeader.blockSize) else {
            throw .malformed("a file has an impossible size")
        }
        unread = stored
        padding = Self.padding(of: stored)
        size = map?.size ?? stored
        segments = map?.segments[...] ?? [SparseMap.Segment(offset: 0, length: stored)]
    }

    /// What fills the last block of that many bytes.
    static func padding(of count: Int64) -> Int64 {
        (Int64(TarHeader.blockSize) - count % Int64(TarHeader.blockSize)) % Int64(TarHeader.blockSize)
    }

    /// Where in the file the next byte belongs.
    var offset: Int64 { segments.first?.offset ?? 0 }
    /// How many bytes follow it without a hole.
    var contiguous: Int64 { segments.first?.length ?? 0 }

    /// Notes that bytes of the first run were read, at most as many as it has.
    mutating func advance(_ count: Int) {
        unread -= Int64(count)
        segments[segments.startIndex].offset += Int64(count)
        segments[segments.startIndex].length -= Int64(count)
        if contiguous == 0 { segments.removeFirst() }
    }
}
