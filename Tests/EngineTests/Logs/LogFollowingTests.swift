import LinuxSystem
import TestSupport
import Testing

@testable import Engine
@testable import Runtime

@Suite("Following a container's log")
struct LogFollowingTests {
    @Test("gets every line once, however many files become full and are compressed between two looks")
    func everyLine() throws {
        var random = SplitMix(state: 7)
        let fixture = try LogFixture(maximumSize: 500)
        var reader = LogReader(from: LogPosition(), LogFilter(), follows: true)
        var log = CollectedLog()
        var written = 0
        while written < 3000 {
            let next = written + Int(random.next() % 40)
            fixture.write(lines: written..<next)
            written = next
            if random.next() % 3 == 0 { try fixture.compress() }
            if random.next() % 2 == 0 { #expect(try reader.read(in: fixture.directory, to: &log)) }
        }
        #expect(try reader.read(in: fixture.directory, to: &log))
        #expect(log.lines == (0..<written).map { "line \($0)" })
    }

    @Test("gets every line once while another thread writes them, also those of the last instant before a file is full")
    func atOnce() throws {
        try withTemporaryDirectory { path in
            let count = 6000
            let writer = try Thread<String?>.start {
                do throws(SystemError) {
                    // Three lines a file, and none is ever removed.
                    let settings = LogSettings(maximumSize: 200, fileCount: count, compresses: false)
                    let log = try ContainerLog(in: Descriptor.open(path, [.directory]), settings)
                    for line in 0..<count { log.append(Array("line \(line)\n".utf8)[...], from: .standardOutput) }
                    return log.loss?.sentence
                } catch {
                    return "\(error)"
                }
            }
            let directory = try Descriptor.open(path, [.directory])
            var reader = LogReader(from: LogPosition(), LogFilter(), follows: true)
            var log = CollectedLog()
            let isWhole = try eventually(within: .seconds(60)) { () throws -> Bool in
                // Without a pause, for the instant is short.
                for _ in 0..<1000 where log.entries.last?.content != Array("line \(count - 1)\n".utf8) {
                    #expect(try reader.read(in: directory, to: &log))
                }
                return log.entries.last?.content == Array("line \(count - 1)\n".utf8)
            }
            let failure = writer.join()
            #expect(failure == nil)
            #expect(isWhole)
            #expect(log.lines == (0..<count).map { "line \($0)" })
        }
    }

    @Test("goes on with what is left when files were removed before they were read", arguments: [1, 2, 3])
    func removed(fileCount: Int) throws {
        var random = SplitMix(state: 9)
        let fixture = try LogFixture(maximumSize: 500, fileCount: fileCount)
        var reader = LogReader(from: LogPosition(), LogFilter(), follows: true)
        var log = CollectedLog()
        var written = 0
        while written < 2000 {
            let next = written + Int(random.next() % 40)
            fixture.write(lines: written..<next)
            written = next
            if random.next() % 3 == 0 { try fixture.compress() }
            if random.next() % 2 == 0 { #expect(try reader.read(in: fixture.directory, to: &log)) }
        }
        #expect(try reader.read(in: fixture.directory, to: &log))
        let numbers = log.lines.compactMap { Int($0.dropFirst(5)) }
        #expect(numbers.count == log.lines.count && numbers.last == written - 1)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy(<))
        #expect(numbers.count > written / 20 && numbers.count < written)
    }

    @Test("begins with the last lines, and stays there though they are compressed meanwhile")
    func tail() throws {
        let fixture = try LogFixture(maximumSize: 3000)
        fixture.write(lines: 0..<20)
        let start = try LogTail(lines: 4, filter: LogFilter()).start(in: fixture.directory)
        fixture.write(lines: 20..<100)
        try fixture.compress()
        var reader = LogReader(from: start, LogFilter(), follows: true)
        var log = CollectedLog()
        #expect(try reader.read(in: fixture.directory, to: &log))
        #expect(log.lines == (16..<100).map { "line \($0)" })
    }

    @Test("waits while there is no file yet, and for the instant in which one has become full")
    func noFile() throws {
        let fixture = try LogFixture()
        var reader = LogReader(from: LogPosition(), LogFilter(), follows: true)
        var log = CollectedLog()
        try fixture.directory.rename("log.json", to: "elsewhere", in: fixture.directory)
        #expect(try reader.read(in: fixture.directory, to: &log))
        try fixture.directory.rename("elsewhere", to: "log.json", in: fixture.directory)
        fixture.write(lines: 0..<3)
        #expect(try reader.read(in: fixture.directory, to: &log))
        try fixture.directory.rename("log.json", to: "log.json.1", in: fixture.directory)
        #expect(try reader.read(in: fixture.directory, to: &log))
        try fixture.directory.createFile("log.json", try fixture.directory.readFile("log.json.1"))
        #expect(try reader.read(in: fixture.directory, to: &log))
        #expect(log.lines == [0, 1, 2, 0, 1, 2].map { "line \($0)" })
    }
}
