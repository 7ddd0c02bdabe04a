import Archive
import Testing

@Suite("files with holes, written")
struct SparseWritingTests {
    @Test(
        "a file with holes is stored without them, and read back where its parts belong",
        arguments: [
            [], [0..<1], [0..<512, 1 << 30..<1 << 30 + 700], [5_000_000_000..<5_000_000_003],
            [10..<20, 30..<40, 50..<60],
        ] as [[Range<Int64>]], [5_000_000_003, 9_000_000_000] as [Int64])
    func roundTrip(ranges: [Range<Int64>], size: Int64) throws {
        var bytes = [UInt8]()
        let tar = TarWriter { bytes.append(contentsOf: $0) }
        let path = Array("a/\(String(repeating: "long", count: 40))".utf8)
        try tar.begin(TarEntry(path: path, size: size, mode: 0o640), storing: ranges)
        for (index, range) in ranges.enumerated() {
            try tar.append([UInt8](repeating: UInt8(index + 1), count: range.count))
        }
        try tar.begin(TarEntry(path: Array("next".utf8), size: 2))
        try tar.append([1, 2])
        try tar.finish()
        #expect(bytes.count % 512 == 0 && bytes.count < 16 << 10)

        let reader = TarReader(MemorySource(bytes))
        let entry = try #require(try reader.next())
        #expect(entry.path == path && entry.size == size && entry.mode == 0o640)
        var found = [Range<Int64>]()
        while let chunk = try reader.nextChunk() {
            let end = chunk.offset + Int64(chunk.bytes.count)
            #expect(chunk.bytes.allSatisfy { $0 == UInt8(found.count + 1) })
            found.append(chunk.offset..<end)
        }
        #expect(found == ranges)
        #expect(try reader.next()?.path == Array("next".utf8))
        #expect(try reader.next() == nil)
    }
}
