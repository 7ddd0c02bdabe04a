import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import Runtime

@Suite("A log of several files")
struct LogRotationTests {
    /// Writes numbered lines to a log with these settings, none of which compresses by itself.
    private func withLog(
        _ settings: LogSettings, lines: Int, _ body: (ContainerLog, borrowing Descriptor) throws -> Void
    ) throws {
        try withTemporaryDirectory { _, directory in
            let log = try ContainerLog(in: directory, settings)
            for line in 0..<lines { log.append(Array("\(line)\n".utf8)[...], from: .standardOutput) }
            try body(log, directory)
        }
    }

    private func names(in directory: borrowing Descriptor) throws -> [String] {
        try directory.entries().map(\.shown).sorted()
    }

    /// An entry of a line of two digits has 73 bytes.
    private static let size: Int64 = 730

    @Test("gives each full file the next number, and keeps the newest ones")
    func numbers() throws {
        try withLog(LogSettings(maximumSize: Self.size, fileCount: 3, compresses: false), lines: 60) { log, directory in
            let names = try names(in: directory)
            #expect(names == ["log.json", "log.json.4", "log.json.5"])
            #expect(try directory.status(of: "log.json.4").st_size == Self.size)
            #expect(log.loss == nil)
            #expect(try LogFiles.full(in: directory).map(\.number) == [4, 5])
        }
    }

    @Test("of one file starts that anew")
    func oneFile() throws {
        try withLog(LogSettings(maximumSize: Self.size, fileCount: 1), lines: 25) { log, directory in
            let names = try names(in: directory)
            #expect(names == ["log.json"])
            #expect(log.size < Self.size)
        }
    }

    @Test("without a limit never starts another")
    func unlimited() throws {
        try withLog(LogSettings(maximumSize: nil), lines: 1000) { _, directory in
            let names = try names(in: directory)
            #expect(names == ["log.json"])
        }
    }

    @Test("goes on with the numbers, and with a line of its own, where another supervisor has stopped")
    func again() throws {
        let settings = LogSettings(maximumSize: Self.size, fileCount: 9, compresses: false)
        try withLog(settings, lines: 25) { _, directory in
            try directory.open("log.json", [.writeOnly, .append], resolution: [.beneath]).write(#"{"log":"cut"#)
            let log = try ContainerLog(in: directory, settings)
            for line in 0..<10 { log.append(Array("\(line)\n".utf8)[...], from: .standardError) }
            #expect(try names(in: directory) == ["log.json", "log.json.1", "log.json.2", "log.json.3"])
            let text = String(decoding: try directory.readFile("log.json.3"), as: UTF8.self)
            #expect(text.contains("{\"log\":\"cut\n{\"log\":\"0\\n\""))
        }
    }

    @Test("is compressed by another process, which repairs what a killed one has left")
    func compressed() throws {
        let settings = LogSettings(maximumSize: Self.size, fileCount: 9, compresses: false)
        try withLog(settings, lines: 35) { _, directory in
            // Both: killed before the full one was removed, or in the middle, on an old file system.
            try directory.createFile("log.json.2.gz", [1, 2, 3])
            #expect(try LogFiles.full(in: directory).map(\.isCompressed) == [false, false, false])
            let expected = try directory.readFile("log.json.2")
            try LogCompressor.run(in: directory)
            #expect(
                try names(in: directory) == ["log.json", "log.json.1.gz", "log.json.2.gz", "log.json.3.gz"])
            let bytes = try directory.readFile("log.json.2.gz")
            let content = try Program("/bin/gzip", ["-dc"]).run(input: bytes).succeeded().output
            #expect(content == expected)
        }
    }

    @Test("has full files as old as their latest lines, compressed or not, though the clock was set back since")
    func clock() throws {
        let settings = LogSettings(maximumSize: Self.size, fileCount: 9, compresses: false)
        try withLog(settings, lines: 5) { log, directory in
            // What the latest of them would have.
            let later = Timestamp(nanoseconds: Timestamp.now().nanoseconds + 3_600_000_000_000)
            log.latest = later
            for line in 0..<25 { log.append(Array("\(line)\n".utf8)[...], from: .standardOutput) }
            for suffix in ["", ".gz"] {
                let times = try ["1", "2"].map { number in
                    try directory.status(of: "log.json.\(number)\(suffix)").st_mtim.tv_sec
                }
                #expect(Int64(times[0]) == later.nanoseconds / 1_000_000_000)
                #expect(Int64(times[1]) < later.nanoseconds / 1_000_000_000 - 3000)
                try LogCompressor.run(in: directory)
            }
            // One that isn't full keeps its latest line's time until it goes on.
            log.latest = later
            log.finish()
            #expect(try ContainerLog(in: directory, settings).latest == later)
        }
    }

    @Test("is left alone by a process that compresses while another one does")
    func twoCompressors() throws {
        try withLog(LogSettings(maximumSize: Self.size, compresses: false), lines: 15) { _, directory in
            let busy = try directory.open("log.json.1", [.readOnly], resolution: [.beneath])
            #expect(try busy.lock(wait: false, name: "log.json.1"))
            try LogCompressor.run(in: directory)
            #expect(try names(in: directory) == ["log.json", "log.json.1"])
        }
    }

    @Test("grows on when no other file can be made, and tells so")
    func noRoom() throws {
        try withLog(LogSettings(maximumSize: Self.size, compresses: false), lines: 5) { log, directory in
            // Nothing that can be removed as a file stands where the new one is made.
            try directory.makeDirectory("log.json.new")
            for line in 0..<20 { log.append(Array("\(line)\n".utf8)[...], from: .standardOutput) }
            #expect(
                log.loss?.sentence == "its log may be longer than it should be (remove log.json.new: is a directory)")
            #expect(log.size > Self.size)
            try directory.removeDirectory("log.json.new")
            for line in 0..<20 { log.append(Array("\(line)\n".utf8)[...], from: .standardOutput) }
            #expect(try names(in: directory) == ["log.json", "log.json.1", "log.json.2"])
        }
    }
}
