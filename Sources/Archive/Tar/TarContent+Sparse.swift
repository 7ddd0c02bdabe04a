/// The content of files with holes; each reads the map from where it stands.
extension TarContent {
    /// GNU's old format: four segments in the header, 21 in each block that follows.
    /// - Parameter header: at the window's start; it is consumed.
    static func oldSparse(
        _ header: TarHeader, stored: Int64, in window: ByteWindow
    ) throws(ArchiveError) -> TarContent {
        var segments = [SparseMap.Segment]()
        let size = try header.number(483..<495, "size")
        try header.appendSegments(from: 386, count: 4, to: &segments)
        var continues = header.byte(482) != 0
        window.consume(TarHeader.blockSize)
        while continues {
            guard segments.count < SparseMap.segmentLimit else { throw tooLong }
            guard try window.require(TarHeader.blockSize) else { throw .truncated("the map of a sparse file") }
            let block = TarHeader(extension: UnsafeRawBufferPointer(rebasing: window.available[..<TarHeader.blockSize]))
            try block.appendSegments(from: 0, count: 21, to: &segments)
            continues = block.byte(504) != 0
            window.consume(TarHeader.blockSize)
        }
        return try TarContent(stored: stored, map: SparseMap(segments, size: size, stored: stored))
    }

    /// pax: the map stood in the records, or stands before the content.
    static func paxSparse(
        _ records: SparseRecords, stored: Int64, in window: ByteWindow
    ) throws(ArchiveError) -> TarContent {
        let size = records.realSize ?? 0
        guard records.hasMapInContent else {
            return try TarContent(stored: stored, map: SparseMap(records.segments(), size: size, stored: stored))
        }
        let start = window.position
        let count = try nextNumber(in: window)
        guard count <= SparseMap.segmentLimit else { throw tooLong }
        var numbers = [Int64]()
        for _ in 0..<(2 * count) { numbers.append(try nextNumber(in: window)) }
        // The map is padded to blocks of its own.
        guard try window.skip(padding(of: window.position - start)) else {
            throw .truncated("the map of a sparse file")
        }
        let rest = stored - (window.position - start)
        return try TarContent(
            stored: rest, map: SparseMap(SparseRecords.segments(numbers), size: size, stored: rest))
    }

    private static var tooLong: ArchiveError { .malformed("the map of a sparse file is too long") }

    /// A decimal number and the line's end.
    private static func nextNumber(in window: ByteWindow) throws(ArchiveError) -> Int64 {
        var digits = [UInt8]()
        while try window.require(1) {
            let byte = window.available[0]
            window.consume(1)
            if byte == UInt8(ascii: "\n") { return try PaxRecords.number(digits[...], "map") }
            digits.append(byte)
            guard digits.count <= 18 else { throw .malformed("the map of a sparse file is not readable") }
        }
        throw .truncated("the map of a sparse file")
    }
}
