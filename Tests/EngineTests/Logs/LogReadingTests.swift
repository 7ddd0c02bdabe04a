import JSON
import LinuxSystem
import Testing

@testable import Engine
@testable import Runtime

@Suite("Reading a container's log")
struct LogReadingTests {
    private var random = SplitMix(state: 42)

    /// A text with lines of all lengths and all bytes, those of characters more often.
    private func noise(_ count: Int, _ random: inout SplitMix) -> [UInt8] {
        var bytes = [UInt8]()
        while bytes.count < count {
            switch random.next() % 8 {
            case 0: bytes.append(10)
            case 1: bytes += "€ \"\\ 日本語 😀".utf8
            case 2: bytes += repeatElement(UInt8(truncatingIfNeeded: random.next()), count: Int(random.next() % 20_000))
            case 3: bytes += (0..<random.next() % 50).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            default: bytes += (0..<random.next() % 80).map { _ in 0x20 + UInt8(random.next() % 95) }
            }
        }
        return bytes
    }

    @Test("gives back every byte of both streams, from lines that are JSON for everyone else")
    func bytes() throws {
        var random = random
        let fixture = try LogFixture(maximumSize: 100_000)
        let texts = [noise(600_000, &random), noise(300_000, &random)]
        var rest = texts.map { $0[...] }
        while !rest[0].isEmpty || !rest[1].isEmpty {
            let index = Int(random.next() % 2)
            let piece = rest[index].prefix(Int(random.next() % 70_000))
            fixture.log.append(piece, from: index == 0 ? .standardOutput : .standardError)
            rest[index] = rest[index].dropFirst(piece.count)
        }
        fixture.log.finish()
        #expect(fixture.log.loss == nil)
        for file in try LogFiles.full(in: fixture.directory) {
            for line in try fixture.directory.readFile(file.name).split(separator: 10) {
                _ = try JSONObject(json: JSONValue(parsing: Array(line)))
            }
        }
        for _ in 0..<2 {
            let log = try fixture.read()
            #expect(log.bytes(of: .standardOutput) == texts[0])
            #expect(log.bytes(of: .standardError) == texts[1])
            try fixture.compress()
        }
    }

    @Test("shows other readers what Docker would, and has the bytes beside it")
    func raw() throws {
        let fixture = try LogFixture()
        fixture.write([0xff, 0x41, 0xe2, 0x82, 10])
        let object = try JSONObject(jsonText: fixture.directory.readFile("log.json").dropLast())
        #expect(object["log"] == .string("\u{fffd}A\u{fffd}\u{fffd}\n"))
        #expect(object["raw"] == .string("/0Higgo="))
        #expect(try fixture.read().entries.map(\.content) == [[0xff, 0x41, 0xe2, 0x82, 10]])
    }

    @Test("passes over a line that a crash has cut short, and no other")
    func cut() throws {
        let fixture = try LogFixture(maximumSize: 1 << 20)
        fixture.write(lines: 0..<2)
        let file = try fixture.directory.open("log.json", [.writeOnly, .append], resolution: [.beneath])
        for text in [#"{"log":"li"#, "\n{\n", #"{"log":"x","stream":"stdout","time":""# + "\n", "\0\0\0\n", "\n"] {
            try file.write(text)
        }
        fixture.write(lines: 2..<4)
        #expect(try fixture.read().lines == (0..<4).map { "line \($0)" })
        #expect(try fixture.read(tail: 3).lines == (1..<4).map { "line \($0)" })
    }

    @Test("begins with the last lines, whatever file they are in", arguments: [false, true])
    func tail(isCompressed: Bool) throws {
        let fixture = try LogFixture()
        fixture.write(lines: 0..<500)
        if isCompressed { try fixture.compress() }
        fixture.write(lines: 500..<505)
        #expect(try LogFiles.full(in: fixture.directory).count > 30)
        for count in Array(0...30) + [100, 499, 504, 505, 506, 10_000] {
            #expect(try fixture.read(tail: count).lines == (0..<505).suffix(count).map { "line \($0)" })
        }
    }

    @Test("counts a long line as one, and the one that has no end yet")
    func tailOfPieces() throws {
        let fixture = try LogFixture(maximumSize: 20_000)
        let long = String(repeating: "x", count: 50_000)
        fixture.write("first\n\(long)\nlast\nopen".utf8)
        fixture.log.finish()
        for _ in 0..<2 {
            #expect(try fixture.read(tail: 1).lines == ["open"])
            #expect(try fixture.read(tail: 2).lines == ["last", "open"])
            #expect(try fixture.read(tail: 3).lines == [long, "last", "open"])
            #expect(try fixture.read(tail: 4).lines == ["first", long, "last", "open"])
            try fixture.compress()
        }
    }

    @Test("tells of a compressed file that is damaged, and goes on with the next", arguments: [0, 30, 200])
    func damage(kept: Int) throws {
        let fixture = try LogFixture(maximumSize: 4000)
        fixture.write(lines: 0..<200)
        try fixture.compress()
        let whole = try fixture.read()
        #expect(whole.losses.isEmpty && whole.lines.count == 200)
        let names = try LogFiles.full(in: fixture.directory).map(\.name)
        try #require(names.count > 2)
        let bytes = try fixture.directory.readFile(names[1])
        try fixture.directory.writeFile(names[1], Array(bytes.prefix(kept)) + [UInt8](repeating: 0xff, count: 100))
        let log = try fixture.read()
        #expect(log.losses.count == 1 && log.losses[0].contains("log.json.2.gz is damaged"), "\(log.losses)")
        #expect(log.lines.first == "line 0" && log.lines.last == "line 199" && log.lines.count < 200)
        #expect(try fixture.read(tail: 3).lines == ["line 197", "line 198", "line 199"])
    }

    @Test("knows what was written since a time and until another, of which the last lines are counted")
    func times() throws {
        let fixture = try LogFixture()
        fixture.write(lines: 0..<100)
        try fixture.compress()
        fixture.write(lines: 100..<120)
        let times = try fixture.read().entries.map { Timestamp(parsing: String(decoding: $0.time, as: UTF8.self)) }
        #expect(times.allSatisfy { $0 != nil } && times.count == 120)
        for (first, last) in [(0, 119), (30, 60), (105, 110), (50, 115), (7, 7)] {
            // Several lines may have the same time.
            let expected = (0..<120).filter { times[$0]! >= times[first]! && times[$0]! <= times[last]! }
            let log = try fixture.read(since: times[first], until: times[last])
            #expect(log.lines == expected.map { "line \($0)" })
            let before = (0..<120).filter { times[$0]! <= times[last]! }
            #expect(try fixture.read(tail: 3, until: times[last]).lines == before.suffix(3).map { "line \($0)" })
        }
        let later = Timestamp(nanoseconds: Timestamp.now().nanoseconds + 10_000_000_000)
        #expect(try fixture.read(since: later).lines.isEmpty)
    }

    @Test("knows the labels and variables that a line carries, and shows them as Docker does")
    func details() throws {
        let fixture = try LogFixture(attributes: ["b": "x y/ä", "a.b": "1"])
        fixture.write("text\n".utf8)
        let entry = try fixture.read().entries[0]
        #expect(entry.attributes == ["b": "x y/ä", "a.b": "1"])
        #expect(entry.details == "a.b=1,b=x+y%2F%C3%A4")
    }
}

/// Numbers that are the same in each run.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
