import Archive
import ArchiveFixtures
import LinuxSystem
import Testing

@Suite("compression")
struct CompressionTests {
    private let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

    private func content(_ packed: [UInt8]) throws -> [UInt8] {
        try Compression.decompress(MemorySource(packed)).readToEnd(limit: 1 << 24, name: "test")
    }

    @Test("what was compressed comes back", arguments: [Compression.none, .gzip, .zstd])
    func roundTrip(compression: Compression) throws {
        #expect(try content(compression.compress(bytes)) == bytes)
        #expect(try content(compression.compress([])) == [])
    }

    @Test("several members or frames are one stream", arguments: [Compression.gzip, .zstd])
    func members(compression: Compression) throws {
        let packed = try compression.compress(Array("one".utf8)) + compression.compress(Array("two".utf8))
        #expect(try content(packed) == Array("onetwo".utf8))
    }

    @Test("zeros may follow a gzip stream, nothing else may")
    func trailing() throws {
        let packed = try Compression.gzip.compress(bytes)
        #expect(try content(packed + [UInt8](repeating: 0, count: 1000)) == bytes)
        #expect(throws: ArchiveError.self) { try content(packed + Array("rubbish".utf8)) }
    }

    @Test("a stream that was cut anywhere is refused", arguments: [Compression.gzip, .zstd])
    func truncated(compression: Compression) throws {
        let packed = try compression.compress(bytes)
        for length in stride(from: 6, to: packed.count, by: max(1, packed.count / 97)) {
            #expect(throws: ArchiveError.self, "at \(length)") { try content(Array(packed[..<length])) }
        }
    }

    @Test("other compressions are named")
    func unreadable() throws {
        let xz: [UInt8] = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0, 0]
        let error = #expect(throws: ArchiveError.self) { try content(xz) }
        #expect(error?.description.contains("xz") == true)
    }

    @Test("a source longer than its limit is refused")
    func limit() {
        #expect(throws: ArchiveError.self) { try MemorySource(bytes).readToEnd(limit: 1000, name: "test") }
    }
}
