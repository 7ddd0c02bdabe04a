import Archive
import ArchiveFixtures
import Glibc
import LinuxSystem
import Synchronization
import Testing

@Suite("zstd")
struct ZstdTests {
    private func content(_ packed: [UInt8]) throws -> [UInt8] {
        try Compression.decompress(MemorySource(packed)).readToEnd(limit: 1 << 26, name: "test")
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
    private let skippable: [UInt8] = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 7, 7, 7]

    @Test("frames that are to be skipped are, wherever they stand")
    func skippableFrames() throws {
        let packed = try Compression.zstd.compress(text)
        #expect(try content(skippable + packed + skippable + packed + skippable) == text + text)
        #expect(try content(skippable) == [])
        for length in 1..<skippable.count {
            #expect(refusal(packed + skippable[..<length]) == ArchiveError.truncated("a zstd stream").description)
        }
        #expect(
            refusal(packed + Array("rubbish".utf8))
                == ArchiveError.malformed("something follows its zstd stream").description)
    }

    @Test(
        "a frame that takes more than 32 MiB to decode is refused before that is taken",
        arguments: [
            ([0x00, 17 << 3], "128 MiB"), ([0x00, 31 << 3 | 7], "3932160 MiB"), ([0x00, 15 << 3 | 1], "36 MiB"),
            ([0xe0, 0, 0, 0, 4, 0, 0, 0, 0], "64 MiB"), ([0xa3, 1, 2, 3, 4, 0, 0, 0, 3], "48 MiB"),
        ] as [([UInt8], String)])
    func windows(header: [UInt8], size: String) throws {
        let reason = refusal([0x28, 0xb5, 0x2f, 0xfd] + header + [1, 0, 0])
        #expect(reason?.contains(size) == true, "\(reason ?? "accepted")")
    }

    @Test(
        "windows up to 32 MiB and checksums are read", arguments: ["--long=25", "--long=24 --check", "-1 --no-check"])
    func options(options: String) throws {
        try withPacked(options, size: 40 << 20) { packed, original in
            let (unpacked, expected) = try (read(packed), read(original))
            #expect(unpacked == expected)
        }
    }

    @Test("a wrong checksum is refused")
    func checksum() throws {
        try withPacked("--check", size: 100_000) { packed, _ in
            var bytes = try file(packed).readToEnd(limit: 1 << 20, name: packed)
            bytes[bytes.count - 1] ^= 1
            #expect(refusal(bytes)?.contains("checksum") == true)
        }
    }

    @Test("of frames with large windows one is decoded at a time")
    func largeWindows() throws {
        try withPacked("--long=24", size: 20 << 20) { packed, _ in
            let first = try Compression.decompress(file(packed))
            var byte: UInt8 = 0
            _ = try withUnsafeMutableBytes(of: &byte) { try first.read(into: $0) }
            let hasRead = Mutex(false)
            let second = try Thread.start {
                // The count says whether it worked.
                let count = try? Compression.decompress(Self.file(packed)).readToEnd(limit: 1 << 26, name: "second")
                    .count
                hasRead.withLock { $0 = true }
                return count
            }
            usleep(200_000)
            #expect(!hasRead.withLock { $0 })
            #expect(try first.readToEnd(limit: 1 << 26, name: "first").count == (20 << 20) - 1)
            #expect(second.join() == 20 << 20)
        }
    }

    private static func file(_ path: String) throws -> FileSource {
        try FileSource(.open(path, []), name: path)
    }

    private func file(_ path: String) throws -> FileSource { try Self.file(path) }

    private func read(_ path: String) throws -> [UInt8] {
        try Compression.decompress(file(path)).readToEnd(limit: 1 << 26, name: path)
    }

    /// Runs zstd(1) over numbers.
    private func withPacked(_ options: String, size: Int, _ body: (_ packed: String, _ original: String) throws -> Void)
        throws
    {
        try withTemporaryDirectory { directory in
            try shell("cd \(directory) && seq 1 \(size) | head -c \(size) > a && zstd -q \(options) a -o a.zst")
            try body("\(directory)/a.zst", "\(directory)/a")
        }
    }
}
