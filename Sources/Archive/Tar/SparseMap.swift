/// Where the stored bytes of a file with holes belong: GNU tar's sparse
/// formats, the old one and pax 0.0, 0.1 and 1.0 (GNU tar manual, "Storing
/// Sparse Files").
struct SparseMap {
    /// A run of bytes that are stored; between two of them is a hole.
    struct Segment {
        var offset: Int64
        var length: Int64
    }

    /// How many segments one file may have, so that a map stays small in memory.
    static let segmentLimit = 1 << 18

    let segments: [Segment]
    /// The file's length with its holes.
    let size: Int64

    /// - Parameter stored: how many bytes of content follow in the archive.
    init(_ segments: [Segment], size: Int64, stored: Int64) throws(ArchiveError) {
        var end: Int64 = 0
        var total: Int64 = 0
        for segment in segments {
            let (next, overflow) = segment.offset.addingReportingOverflow(segment.length)
            guard !overflow, segment.offset >= end, segment.length >= 0, next <= size else {
                throw .malformed("the map of a sparse file is not in order")
            }
            end = next
            total += segment.length
        }
        guard total == stored else { throw .malformed("the map of a sparse file doesn't match its content") }
        self.segments = segments.filter { $0.length > 0 }
        self.size = size
    }
}

/// What pax records say about a sparse file, before its map is complete.
struct SparseRecords {
    /// The path; `path` itself then has a made-up one.
    private(set) var name: [UInt8]?
    /// The length with all holes.
    private(set) var realSize: Int64?
    /// Version 1.0: the map stands before the content.
    private(set) var hasMapInContent = false
    /// Offsets and lengths in turn, of versions 0.0 and 0.1.
    private var numbers: [Int64] = []

    /// The file is a sparse one.
    var isPresent: Bool { realSize != nil }

    mutating func set(_ key: String, to value: ArraySlice<UInt8>) throws(ArchiveError) {
        switch key {
        case "GNU.sparse.name": name = Array(value)
        case "GNU.sparse.size", "GNU.sparse.realsize": realSize = try PaxRecords.number(value, key)
        case "GNU.sparse.major": hasMapInContent = try PaxRecords.number(value, key) == 1
        case "GNU.sparse.offset", "GNU.sparse.numbytes": try append(value, key)
        case "GNU.sparse.map":
            numbers = []
            for number in value.split(separator: UInt8(ascii: ",")) { try append(number, key) }
        default: break
        }
    }

    private mutating func append(_ value: ArraySlice<UInt8>, _ key: String) throws(ArchiveError) {
        guard numbers.count < 2 * SparseMap.segmentLimit else {
            throw .malformed("the map of a sparse file is too long")
        }
        numbers.append(try PaxRecords.number(value, key))
    }

    /// The segments of versions 0.0 and 0.1.
    func segments() throws(ArchiveError) -> [SparseMap.Segment] {
        try Self.segments(numbers)
    }

    static func segments(_ numbers: [Int64]) throws(ArchiveError) -> [SparseMap.Segment] {
        guard numbers.count.isMultiple(of: 2) else { throw .malformed("the map of a sparse file is incomplete") }
        return stride(from: 0, to: numbers.count, by: 2).map {
            SparseMap.Segment(offset: numbers[$0], length: numbers[$0 + 1])
        }
    }
}
