import Archive
import ArchiveFixtures
import Glibc
import LinuxSystem
import Testing

@Suite("tar")
struct TarTests {
    @Test("what is written is read back, whatever the entry's type and names")
    func roundTrip() throws {
        var rich = Item("rich", content: Array("content".utf8), mode: 0o4755)
        rich.entry.owner = FileOwner(user: 3_000_000, group: 12)
        rich.entry.modified = FileTime(seconds: -5, nanoseconds: 250_000_000)
        rich.entry.extendedAttributes = [ExtendedAttribute(name: Array("user.note".utf8), value: [0, 10, 61, 255])]
        var raw = Item("")
        raw.entry.path = [0x66, 0xff, 0xfe]
        let long = String(repeating: "directory/", count: 30) + "file"
        let items = [
            Item("d/", .directory, mode: 0o1777), rich, raw, Item(long, content: [1]),
            Item("s", .symbolicLink(target: Array(long.utf8))), Item("h", .hardLink(target: Array("rich".utf8))),
            Item("c", .characterDevice(major: 1, minor: 3)), Item("b", .blockDevice(major: 259, minor: 1)),
            Item("p", .fifo), Item("empty"), Item("block", content: [UInt8](repeating: 7, count: 512)),
        ]
        let read = try contents(archive(items))
        #expect(read.map(\.entry) == items.map(\.entry))
        #expect(read.map(\.content) == items.map(\.content))
    }

    @Test("an archive without its closing blocks is complete")
    func noClosingBlocks() throws {
        #expect(try contents(archive([Item("a", content: [1])], closed: false)).count == 1)
        #expect(try contents(archive([], closed: true)).isEmpty)
        #expect(try contents([]).isEmpty)
    }

    @Test("an archive that ends within a header or a file is refused")
    func truncated() throws {
        let bytes = try archive([Item("a", content: [UInt8](repeating: 1, count: 1000)), Item("b")], closed: false)
        for length in [1, 511, 513, 1400, 1535, bytes.count - 1] {
            #expect(throws: ArchiveError.self, "at \(length)") { try contents(Array(bytes[..<length])) }
        }
    }

    @Test("a global pax header holds for all that follows, an entry's own goes before it")
    func globalHeader() throws {
        // Written by hand: the writer makes no global headers.
        var bytes = try archive([Item("g", content: Array("15 gid=1234567\n".utf8)), Item("a")])
        #expect(try contents(bytes).count == 2)
        bytes[156] = UInt8(ascii: "g")
        fixChecksum(&bytes)
        let items = try contents(bytes)
        #expect(items.map(\.entry.owner.group) == [1_234_567])
    }

    @Test(
        "a wrong checksum, a foreign type and an oversized header are refused",
        arguments: [
            "checksum", "type", "header", "owner",
        ])
    func damagedHeader(what: String) throws {
        var bytes = try archive([Item("a")])
        switch what {
        case "checksum": bytes[0] = 0x62
        case "type": bytes[156] = UInt8(ascii: "M")
        case "header":
            bytes[156] = UInt8(ascii: "x")
            bytes.replaceSubrange(124..<135, with: "77777777777".utf8)
        default: bytes.replaceSubrange(108..<116, with: [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
        }
        if what != "checksum" { fixChecksum(&bytes) }
        #expect(throws: ArchiveError.self) { try contents(bytes) }
    }

    @Test("flipping any bit ends in a result or an error, never in a crash")
    func bitFlips() throws {
        var item = Item(String(repeating: "n", count: 120), content: Array("0123456789".utf8))
        item.entry.extendedAttributes = [ExtendedAttribute(name: Array("user.a".utf8), value: [1])]
        let bytes = try archive([item, Item("d/", .directory)])
        for compression in [Compression.none, .gzip, .zstd] {
            let packed = try compression.compress(bytes)
            let step = compression == .gzip || packed.count < 1000 ? 1 : 7
            for position in stride(from: 0, to: packed.count * 8, by: step) {
                var flipped = packed
                flipped[position / 8] ^= 1 << UInt8(position % 8)
                do {
                    _ = try contents(flipped)
                } catch {
                    #expect(error is ArchiveError)
                }
            }
        }
    }

    @Test(
        "GNU tar's archives are read in each of its formats",
        arguments: [
            "--format=v7", "--format=ustar", "--format=gnu", "--format=pax", "--format=oldgnu",
            "--format=gnu --sparse", "--format=pax --sparse --sparse-version=0.0",
            "--format=pax --sparse --sparse-version=0.1", "--format=pax --sparse --sparse-version=1.0",
        ])
    func gnuTar(options: String) throws {
        try withTemporaryDirectory { directory in
            let long =
                options.contains("v7") || options.contains("ustar") ? "short" : String(repeating: "long", count: 50)
            try shell(
                """
                cd \(directory) && mkdir in && cd in && echo hello > \(long) && ln \(long) link && ln -s \(long) soft \
                && truncate -s 8M holes && for at in 0 1000 2000 3000 4000 5000 6000 7000; do \
                printf data | dd of=holes bs=1024 seek=$at conv=notrunc status=none; done; \
                truncate -s 3M hollow && mkdir sub && touch -d '2001-02-03 04:05:06.789' sub/dated \
                && tar \(options) -cf ../out.tar .
                """)
            let source = try FileSource(Descriptor.open("\(directory)/out.tar", []), name: "out.tar")
            let items = try contents(source)
            let byName = Dictionary(uniqueKeysWithValues: items.map { ($0.entry.shownPath, $0) })
            let holes = try #require(byName["./holes"])
            #expect(holes.entry.size == 8 << 20)
            #expect(Array(holes.content[(7000 << 10)..<(7000 << 10) + 5]) == Array("data".utf8) + [0])
            #expect(holes.content[(1 << 20)..<(1 << 20) + 1000].allSatisfy { $0 == 0 })
            #expect(byName["./hollow"]?.content.count == 3 << 20)
            // Either name may come first.
            let links = items.compactMap {
                if case .hardLink(let target) = $0.entry.kind { String(decoding: target, as: UTF8.self) } else { nil }
            }
            #expect(links == ["./link"] || links == ["./\(long)"])
            #expect(byName["./soft"]?.entry.kind == .symbolicLink(target: Array(long.utf8)))
            #expect(byName["./sub/dated"]?.entry.modified.nanoseconds == (options.contains("pax") ? 789_000_000 : 0))
        }
    }

    /// Makes the first header's checksum right again.
    private func fixChecksum(_ bytes: inout [UInt8]) {
        bytes.replaceSubrange(148..<156, with: "        ".utf8)
        let sum = String(bytes[..<512].reduce(0) { $0 + Int($1) }, radix: 8)
        bytes.replaceSubrange(148..<154, with: (String(repeating: "0", count: 6 - sum.count) + sum).utf8)
        bytes[154] = 0
    }
}
