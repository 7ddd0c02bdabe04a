import LinuxSystem
import TestSupport
import Testing

@testable import Engine
@testable import Runtime

/// Keeps what it gets.
struct CollectedLog: LogReceiver {
    private(set) var entries: [LogEntry] = []

    mutating func receive(_ entry: borrowing LogEntry) -> Bool {
        entries.append(copy entry)
        return true
    }

    /// What was said of parts that can't be read.
    private(set) var losses: [String] = []

    mutating func miss(_ sentence: String) { losses.append(sentence) }

    mutating func pause() {}

    /// What was written to the stream.
    func bytes(of stream: OutputStream) -> [UInt8] { entries.filter { $0.stream == stream }.flatMap(\.content) }

    /// What was written, as lines.
    var lines: [String] {
        String(decoding: entries.flatMap(\.content), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

/// A log in a directory of its own, to be written and read at once.
final class LogFixture {
    let directory: Descriptor
    let log: ContainerLog
    private let temporary: TemporaryDirectory

    /// No process compresses it but `compress()`.
    init(maximumSize: Int64 = 1000, fileCount: Int = 1000, attributes: [String: String] = [:]) throws {
        temporary = try TemporaryDirectory()
        directory = try Descriptor.open(temporary.path, [.directory])
        log = try ContainerLog(
            in: directory,
            LogSettings(maximumSize: maximumSize, fileCount: fileCount, compresses: false, attributes: attributes))
    }

    deinit {
        // A test has nothing to say about it.
        try? temporary.remove()
    }

    func write(_ bytes: some Sequence<UInt8>, to stream: OutputStream = .standardOutput) {
        log.append(Array(bytes)[...], from: stream)
    }

    func write(lines: Range<Int>) {
        for line in lines { write("line \(line)\n".utf8) }
    }

    func compress() throws { try LogCompressor.run(in: directory) }

    /// All that there is, from the start of the last lines on.
    func read(tail: Int? = nil, since: Timestamp? = nil, until: Timestamp? = nil) throws -> CollectedLog {
        let filter = LogFilter(since: since, until: until)
        let start = try tail.map { try LogTail(lines: $0, filter: filter).start(in: directory) } ?? LogPosition()
        var reader = LogReader(from: start, filter, follows: false)
        var result = CollectedLog()
        #expect(try !reader.read(in: directory, to: &result))
        return result
    }
}
