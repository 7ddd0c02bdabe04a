import Archive
import ArchiveFixtures
import LinuxSystem
import Testing

@Suite("gzip")
struct GzipTests {
    private func content(_ packed: [UInt8]) throws -> [UInt8] {
        try Compression.decompress(MemorySource(packed)).readToEnd(limit: 1 << 24, name: "test")
    }

    private func refusal(_ packed: [UInt8]) -> String? {
        do {
            _ = try content(packed)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private let text = Array("what is in it".utf8)

    /// A member with a header of one's own.
    private func member(flags: UInt8, _ parts: [UInt8]) throws -> [UInt8] {
        let packed = try Compression.gzip.compress(text)
        return packed[..<3] + [flags] + packed[4..<10] + parts + packed[10...]
    }

    @Test("a header may have an extra field, a name, a comment and a checksum of its own")
    func header() throws {
        let long = [UInt8](repeating: 65, count: 300_000) + [0]
        #expect(try content(member(flags: 4, [3, 0, 1, 2, 3])) == text)
        #expect(try content(member(flags: 8, long)) == text)
        #expect(try content(member(flags: 16, Array("comment\0".utf8))) == text)
        // crc32 of the ten bytes and the rest, as gzip(1) of Debian computes it.
        #expect(try content(member(flags: 2 + 8, Array("a\0".utf8) + headerChecksum(flags: 10, "a\0"))) == text)
        let damaged = try member(flags: 2 + 8, Array("b\0".utf8) + headerChecksum(flags: 10, "a\0"))
        #expect(refusal(damaged)?.contains("header doesn't match") == true)
        let unknown = try member(flags: 0x20, [])
        #expect(refusal(unknown)?.contains("flags that there are not") == true)
    }

    /// CRC-32, bit by bit (RFC 1952, 8).
    private func headerChecksum(flags: UInt8, _ rest: String) throws -> [UInt8] {
        var checksum: UInt32 = .max
        for byte in try member(flags: flags, [])[..<10] + Array(rest.utf8) {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xedb8_8320 : checksum >> 1 }
        }
        checksum = ~checksum
        return [UInt8(truncatingIfNeeded: checksum), UInt8(truncatingIfNeeded: checksum >> 8)]
    }

    @Test(
        "a member that lies about its content is refused",
        arguments: [(-8, "doesn't match its checksum"), (-4, "not as long as it says"), (2, "not deflate")])
    func lies(position: Int, sentence: String) throws {
        var packed = try Compression.gzip.compress(text)
        packed[position < 0 ? packed.count + position : position] ^= 1
        #expect(refusal(packed)?.contains(sentence) == true)
    }

    @Test("a stream that ends at any byte is refused for that")
    func truncated() throws {
        let packed = try member(flags: 4 + 8, [1, 0, 9, 65, 0])
        for length in 6..<packed.count {
            let reason = refusal(Array(packed[..<length]))
            #expect(reason?.contains("ends in the middle of a gzip") == true, "at \(length): \(reason ?? "accepted")")
        }
        // The same in the second member.
        for length in packed.count + 1..<2 * packed.count {
            #expect(refusal(Array((packed + packed)[..<length])) != nil, "at \(length)")
        }
    }

    @Test("what follows the last member must be zeros or another one")
    func trailing() throws {
        let packed = try Compression.gzip.compress(text)
        let zeros = [UInt8](repeating: 0, count: 700_000)
        #expect(try content(packed + zeros) == text)
        #expect(try content(packed + zeros + packed) == text + text)
        for garbage in ["x", "\u{1f}garbage!!!", "\u{1f}"] {
            #expect(refusal(packed + Array(garbage.utf8)) != nil)
        }
        #expect(refusal(packed + [0x1f, 0x8b, 8, 0]) == ArchiveError.truncated("a gzip header").description)
    }

    @Test("members are the same for any number of threads, and gzip(1) reads them")
    func workers() throws {
        var random = SeededGenerator(seed: 3)
        let bytes = (0..<3_500_000).map { _ in UInt8.random(in: 0...15, using: &random) }
        let packed = try Compression.gzip.compress(bytes)
        for workers in 2...5 { #expect(try Compression.gzip.compress(bytes, workers: workers) == packed) }
        #expect(try content(packed) == bytes)
        try withTemporaryDirectory { directory in
            try write(packed, to: "\(directory)/a.gz")
            try write(bytes, to: "\(directory)/b")
            try shell("cd \(directory) && gzip -d a.gz && cmp a b")
        }
    }

    @Test("what gzip(1) makes at each level is read", arguments: 1...9)
    func gzip(level: Int) throws {
        try withTemporaryDirectory { directory in
            try shell("cd \(directory) && seq 1 100000 > a && gzip -\(level) -k a")
            let plain = try FileSource(.open("\(directory)/a", []), name: "a")
            let expected = try plain.readToEnd(limit: 1 << 20, name: "a")
            let source = try Compression.decompress(FileSource(.open("\(directory)/a.gz", []), name: "a.gz"))
            #expect(try source.readToEnd(limit: 1 << 20, name: "a") == expected)
        }
    }
}
