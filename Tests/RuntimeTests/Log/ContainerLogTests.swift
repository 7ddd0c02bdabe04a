import Glibc
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

    @Test("keeps a character together that stands where a line is cut")
    func cutCharacter() throws {
        let text = [UInt8](repeating: 0x61, count: 16383) + Array("€".utf8) + [UInt8](repeating: 0x62, count: 20_000)
        for step in [1000, 16384, 60_000] {
            let lines = try lines { log in
                for start in stride(from: 0, to: text.count, by: step) {
                    log.append(text[start..<min(start + step, text.count)], from: .standardOutput)
                }
            }
            #expect(lines.map(\.log).joined() == String(decoding: text, as: UTF8.self))
            #expect(lines[0].log.utf8.count == 16383)
        }
    }

    @Test("writes what has waited half a second for its line's end, and goes on with the line")
    func prompt() throws {
        let lines = try lines { log in
            #expect(log.milliseconds == -1)
            log.append(Array("name? ".utf8)[...], from: .standardOutput)
            #expect((1...500).contains(log.milliseconds))
            log.writeUnfinishedLines()
            #expect(log.size == 0)
            usleep(510_000)
            #expect(log.milliseconds == 0)
            log.writeUnfinishedLines()
            #expect(log.size > 0)
            #expect(log.milliseconds == -1)
            log.append(Array("Joe\n".utf8)[...], from: .standardOutput)
        }
        #expect(lines.map(\.log) == ["name? ", "Joe\n"])
    }

    @Test("keeps nothing with the driver none")
    func none() throws {
        try withTemporaryDirectory { _, directory in
            let log = try ContainerLog(in: directory, LogSettings(driver: .none))
            log.append(Array("x\ny".utf8)[...], from: .standardOutput)
            log.finish()
            #expect(try directory.entries().isEmpty)
        }
    }

    @Test("has its settings from an annotation, which is absent for the standard ones")
    func settings() throws {
        #expect(LogSettings.standard.annotation == nil)
        #expect(try LogSettings(annotation: nil) == .standard)
        let settings = LogSettings(
            driver: .none, maximumSize: nil, fileCount: 3, compresses: false, attributes: ["a": "\"b\""])
        #expect(try LogSettings(annotation: settings.annotation) == settings)
    }

    @Test("is empty when nothing was written")
    func nothing() throws {
        #expect(try lines { $0.append([], from: .standardOutput) }.isEmpty)
    }
}
