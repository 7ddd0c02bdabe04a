import Archive
import Testing

@Suite("Compressing on the way")
struct CompressingSourceTests {
    private func compressed(_ bytes: [UInt8], with compression: Compression) throws -> [UInt8] {
        try CompressingSource(MemorySource(bytes), with: compression).readToEnd(limit: 64 << 20, name: "the result")
    }

    @Test("gives back the same bytes, however many", arguments: [Compression.gzip, .zstd], [0, 1, 65_536, 3_000_001])
    func roundTrip(compression: Compression, count: Int) throws {
        var generator = SystemRandomNumberGenerator()
        // Half of it can be compressed.
        let bytes = (0..<count).map { $0 % 2 == 0 ? UInt8(truncatingIfNeeded: generator.next()) : 7 }
        let result = try compressed(bytes, with: compression)
        #expect(result.count <= bytes.count + 1024)
        let back = try Compression.decompress(MemorySource(result)).readToEnd(limit: 64 << 20, name: "the content")
        #expect(back == bytes)
    }

    @Test("makes the same of the same", arguments: [Compression.gzip, .zstd])
    func reproducible(compression: Compression) throws {
        let bytes = [UInt8](repeating: 42, count: 1_000_000)
        let result = try compressed(bytes, with: compression)
        #expect(result.count < 2000)
        #expect(try compressed(bytes, with: compression) == result)
    }
}
