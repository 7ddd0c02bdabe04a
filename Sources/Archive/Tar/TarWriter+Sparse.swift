/// Files with holes, in version 1.0 of the pax format for them (GNU tar manual,
/// "Storing Sparse Files"): GNU tar, bsdtar, Go's and Python's readers know it.
extension TarWriter {
    /// Begins a file of which only some ranges are stored; the bytes of these
    /// follow by `append`, in order.
    /// - Parameter ranges: in order, in bytes from the file's start, none empty.
    public func begin(_ entry: TarEntry, storing ranges: [Range<Int64>]) throws(ArchiveError) {
        precondition(missing == 0, "the content of an entry is as long as its header says")
        var map = "\(ranges.count + 1)\n"
        for range in ranges { map += "\(range.lowerBound)\n\(range.upperBound - range.lowerBound)\n" }
        // Says where the file ends when it ends with a hole.
        map += "\(entry.size)\n0\n"
        let mapPadding = TarContent.padding(of: Int64(map.utf8.count))
        let stored = ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound }

        var plain = entry
        plain.path = Array("GNUSparseFile.0/entry".utf8)
        plain.size = Int64(map.utf8.count) + mapPadding + stored
        var records = Self.records(plain)
        Self.append("GNU.sparse.major", [UInt8(ascii: "1")], to: &records)
        Self.append("GNU.sparse.minor", [UInt8(ascii: "0")], to: &records)
        Self.append("GNU.sparse.name", entry.path, to: &records)
        Self.append("GNU.sparse.realsize", Array("\(entry.size)".utf8), to: &records)
        try writeRecords(records)
        try write(Self.block(plain, type: UInt8(ascii: "0")))
        try write(Array(map.utf8))
        try writeZeros(Int(mapPadding))
        missing = stored
        padding = Int(TarContent.padding(of: plain.size))
        if stored == 0 { try noteWritten(0) }
    }
}
