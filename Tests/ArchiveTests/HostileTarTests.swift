import Archive
import ArchiveFixtures
import LinuxSystem
import Testing

@Suite("a hostile tar archive")
struct HostileTarTests {
    private func refusal(_ bytes: [UInt8]) -> String? {
        refusal(MemorySource(bytes))
    }

    private func refusal(_ source: any ByteSource) -> String? {
        do {
            try readThrough(source)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Reads everything and keeps nothing.
    @discardableResult
    private func readThrough(_ source: any ByteSource) throws -> Int {
        let reader = TarReader(source)
        var count = 0
        while try reader.next() != nil {
            count += 1
            while try reader.nextChunk() != nil {}
        }
        try reader.drain()
        return count
    }

    private static func record(_ key: String, _ value: String) -> [UInt8] {
        let rest = key.utf8.count + value.utf8.count + 3
        var length = rest + "\(rest)".count
        if "\(length)".count + rest != length { length += 1 }
        return Array("\(length) \(key)=\(value)\n".utf8)
    }

    private func extended(_ records: [UInt8], type: Character = "x") throws -> [UInt8] {
        try RawHeader(type: type, size: records.count) + records
    }

    // MARK: - Sizes and numbers

    @Test(
        "an impossible number is refused in a sentence",
        arguments: [
            (124, -1, "negative size"), (124, .max, "impossible size"), (108, 1 << 32, "no user id"),
            (116, 0xffff_ffff, "no group id"), (108, -2, "no user id"),
        ] as [(Int, Int64, String)])
    func numbers(offset: Int, value: Int64, sentence: String) throws {
        var header = try RawHeader()
        header.set(offset, RawHeader.binary(value, count: offset == 124 ? 12 : 8))
        let reason = try #require(refusal(header.bytes))
        #expect(reason.contains(sentence))
    }

    @Test("numbers in base 256 are read: sizes over 8 GiB and the largest owner")
    func binaryNumbers() throws {
        var header = try RawHeader()
        header.set(124, RawHeader.binary(9 << 30))
        header.set(108, RawHeader.binary(0xffff_fffe, count: 8))
        let entry = try #require(try TarReader(MemorySource(header.bytes)).next())
        #expect(entry.size == 9 << 30)
        #expect(entry.owner.user == 0xffff_fffe)
        #expect(refusal(header.bytes) == ArchiveError.truncated("a file").description)
    }

    @Test("a checksum of signed characters is as good as one of unsigned ones")
    func signedChecksum() throws {
        var header = try RawHeader()
        header.set(0, [0xe4, 0xf6, 0xfc])
        #expect(try readThrough(MemorySource(header.bytes)) == 1)
        header.setSignedChecksum()
        #expect(try readThrough(MemorySource(header.bytes)) == 1)
        header.set(0, [0xe4])
        var damaged = header.bytes
        damaged[0] = 0xe5
        #expect(refusal(damaged)?.contains("checksum") == true)
    }

    // MARK: - Names and links

    @Test("names of 4000 bytes, no UTF-8 and the same name twice are handed on as they are")
    func names() throws {
        let long = Array(repeating: UInt8(ascii: "n"), count: 4000)
        var item = Item("")
        item.entry.path = long
        let gnu = try RawHeader("././@LongLink", type: "L", size: 4001) + (long + [0])
        let bytes = try gnu + archive([Item("short"), item, Item("twice"), Item("twice")])
        #expect(try contents(bytes).map(\.entry.path) == [long, long, Array("twice".utf8), Array("twice".utf8)])
    }

    @Test("a hard link to itself is an entry like others")
    func linkToItself() throws {
        let items = [Item.hardLink("loop", to: "loop")]
        #expect(try contents(archive(items)).map(\.entry) == items.map(\.entry))
    }

    @Test("of chained long names the last one counts, however many there are")
    func chainedNames() throws {
        let first = try RawHeader(type: "L", size: 600) + Array(repeating: UInt8(ascii: "a"), count: 600)
        let last = try RawHeader(type: "L", size: 4) + Array("last".utf8)
        let source = RepeatingSource([], repeating: first, count: 2_000, end: try last + RawHeader().bytes)
        let entry = try #require(try TarReader(source).next())
        #expect(entry.path == Array("last".utf8))
        #expect(refusal(RepeatingSource([], repeating: first, count: 2_000)) == nil)
    }

    // MARK: - Extended headers

    @Test("a header of 100 MB is refused before it is read", arguments: ["x", "g", "L", "K", "V"] as [Character])
    func oversizedHeader(type: Character) throws {
        let source = RepeatingSource(
            try RawHeader(type: type, size: 100 << 20).bytes, repeating: [UInt8](repeating: 65, count: 1 << 20),
            count: 100)
        #expect(refusal(source)?.contains("a header is 104857600 bytes long") == true)
    }

    @Test("attributes from headers without end are refused", arguments: ["x", "g"] as [Character], [1, 100_000])
    func endlessAttributes(type: Character, length: Int) throws {
        var headers = [UInt8]()
        for number in 0..<300 {
            let value = String(repeating: "v", count: length)
            headers += try extended(Self.record("SCHILY.xattr.user.\(number)", value), type: type)
        }
        headers += try RawHeader().bytes
        #expect(refusal(headers)?.contains("more extended attributes") == true)
    }

    @Test(
        "a pax record that is none is refused",
        arguments: [
            "", "5", "99 path=a\n", "0 path=a\n", "10 path=abc", "9 pathabc\n", "-9 path=a\n", "11 size=-5\n\n",
        ])
    func damagedRecords(text: String) throws {
        let refused = refusal(try extended(Array(text.utf8)) + RawHeader().bytes) != nil
        #expect(refused == !text.isEmpty)
    }

    // MARK: - Maps of sparse files

    @Test("a map of a sparse file without end is refused")
    func endlessMaps() throws {
        var old = try RawHeader(type: "S")
        old.set(482, [1])
        var more = [UInt8](repeating: 0, count: 512)
        for start in stride(from: 0, to: 504, by: 24) {
            more.replaceSubrange(start..<start + 11, with: "00000000000".utf8)
        }
        more[504] = 1
        #expect(refusal(RepeatingSource(old.bytes, repeating: more, count: 20_000))?.contains("too long") == true)

        let records = Self.record("GNU.sparse.major", "1") + Self.record("GNU.sparse.realsize", "5")
        let start = try extended(records) + RawHeader(size: 1 << 30).bytes
        let endless = RepeatingSource(start + Array("999999999\n".utf8), repeating: Array("0\n".utf8), count: 20_000)
        #expect(refusal(endless)?.contains("too long") == true)

        let pairs = try (0..<20).flatMap { _ in
            try extended((0..<30_000).flatMap { _ in Self.record("GNU.sparse.offset", "0") })
        }
        #expect(refusal(pairs)?.contains("too long") == true)
    }

    @Test(
        "a map of a sparse file that leads elsewhere is refused",
        arguments: ["0,9", "8,4", "4,2,0,2", "0,4,2,4", "0", "0,-1", "999999999999999999,999999999999999999"])
    func wrongMaps(map: String) throws {
        let records = Self.record("GNU.sparse.size", "10") + Self.record("GNU.sparse.map", map)
        let content = Array("content!".utf8)
        let file = try RawHeader(size: content.count) + content
        let wrong = try extended(records) + file
        #expect(refusal(wrong) != nil)
        let right = try extended(Self.record("GNU.sparse.size", "10") + Self.record("GNU.sparse.map", "0,4,6,4")) + file
        #expect(refusal(right) == nil)
    }

    // MARK: - Length

    @Test("any number of empty files and a bomb of zeros are read in little memory")
    func memory() throws {
        let before = try residentMemory()
        let header = try RawHeader().bytes
        #expect(try readThrough(RepeatingSource([], repeating: header, count: 100_000)) == 100_000)

        var packed = [UInt8]()
        let writer = TarWriter(try Compression.gzip.compress(into: FunctionSink { packed += $0 }))
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        var bomb = Item("bomb").entry
        bomb.size = 256 << 20
        try writer.begin(bomb)
        for _ in 0..<256 { try writer.append(zeros) }
        try writer.finish()
        #expect(packed.count < 4 << 20)
        #expect(try readThrough(Compression.decompress(MemorySource(packed))) == 1)
        #expect(try residentMemory() - before < 48 << 20)
        #expect(throws: ArchiveError.self) {
            try Compression.decompress(MemorySource(packed)).readToEnd(limit: 1 << 20, name: "bomb")
        }
    }

    @Test("what follows the end is read, up to 64 MiB")
    func trailing() throws {
        let bytes = try archive([Item("a")])
        let garbage = [UInt8](repeating: 7, count: 1 << 20)
        #expect(try readThrough(RepeatingSource(bytes, repeating: garbage, count: 60)) == 1)
        #expect(refusal(RepeatingSource(bytes, repeating: garbage, count: .max))?.contains("too much follows") == true)
    }

    /// proc_pid_statm(5): of this process, in bytes.
    private func residentMemory() throws -> Int {
        let source = try FileSource(.open("/proc/self/statm", []), name: "statm")
        let text = String(decoding: try source.readToEnd(limit: 4096, name: "statm"), as: UTF8.self)
        return Int(text.split(separator: " ")[1]).map { $0 * 4096 } ?? 0
    }
}
