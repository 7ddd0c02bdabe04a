import JSON
import LinuxSystem
import Testing

@testable import Runtime

@Suite("A container's log")
struct ContainerLogTests {
    private struct Line: JSONReadable, Equatable {
        let log: String
        let stream: String
        let time: String

        init(json value: JSONValue) throws(JSONError) {
            let object = try JSONObject(json: value)
            log = try object.required("log")
            stream = try object.required("stream")
            time = try object.required("time")
        }
    }

    /// The lines that a log has on disk after `write` has filled and finished it.
    private func lines(_ write: (ContainerLog) -> Void) throws -> [Line] {
        try withTemporaryDirectory { _, directory in
            let log = try ContainerLog(in: directory)
            write(log)
            log.finish()
            let bytes = try directory.readFile(ContainerDirectory.logName, limit: 64 << 20)
            return try bytes.split(separator: 10).map { try Line(json: JSONValue(parsing: Array($0))) }
        }
    }

    @Test("keeps a line together that comes in pieces, each stream for itself")
    func pieces() throws {
        let lines = try lines { log in
            log.append(Array("hel".utf8)[...], from: .standardOutput)
            log.append(Array("oops\n".utf8)[...], from: .standardError)
            log.append(Array("lo\nwor".utf8)[...], from: .standardOutput)
            log.append(Array("ld".utf8)[...], from: .standardOutput)
        }
        #expect(lines.map(\.log) == ["oops\n", "hello\n", "world"])
        #expect(lines.map(\.stream) == ["stderr", "stdout", "stdout"])
        #expect(lines.allSatisfy { Timestamp(parsing: $0.time) != nil })
    }

    @Test("cuts a long line into pieces of 16 KiB, of which the last has the line feed")
    func longLine() throws {
        let text = [UInt8](repeating: 0x61, count: 40_000) + [10]
        let lines = try lines { $0.append(text[...], from: .standardOutput) }
        #expect(lines.map(\.log.utf8.count) == [16384, 16384, 7233])
        #expect(lines.map { $0.log.hasSuffix("\n") } == [false, false, true])
    }

    @Test("holds no more than a piece of a line without an end in memory")
    func endlessLine() throws {
        let piece = [UInt8](repeating: 0x61, count: 10_000)
        let lines = try lines { log in
            for _ in 0..<500 { log.append(piece[...], from: .standardOutput) }
        }
        #expect(lines.map(\.log.utf8.count).reduce(0, +) == 5_000_000)
        #expect(lines.allSatisfy { $0.log.utf8.count <= 16384 })
    }

    @Test(
        "survives every byte",
        arguments: [
            ([0, 1, 27, 0x5b, 0x33, 0x31, 0x6d, 34, 92, 9, 13, 127, 10], "\0\u{1}\u{1b}[31m\"\\\t\r\u{7f}\n"),
            ([0xff, 0xfe, 0x41, 10], "\u{fffd}\u{fffd}A\n"),
            ([0xc3, 0x28, 10], "\u{fffd}(\n"),
            ([0xe2, 0x82, 0xac, 10], "€\n"),
            ([0xed, 0xa0, 0x80], "\u{fffd}\u{fffd}\u{fffd}"),
            ([10, 10], "\n|\n"),
        ] as [([UInt8], String)])
    func bytes(bytes: [UInt8], text: String) throws {
        let lines = try lines { $0.append(bytes[...], from: .standardError) }
        #expect(lines.map(\.log).joined(separator: "|") == text)
    }

    @Test("is empty when nothing was written")
    func nothing() throws {
        #expect(try lines { $0.append([], from: .standardOutput) }.isEmpty)
    }
}
