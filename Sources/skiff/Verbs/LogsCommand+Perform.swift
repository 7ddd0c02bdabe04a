import Commands
import Engine
import LinuxSystem
import Runtime

extension LogsCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            var wanted = Engine.LogOptions()
            wanted.follow = options.follow
            wanted.tail = options.tail
            wanted.since = options.since
            wanted.until = options.until
            var printer = LogPrinter(hasTimes: options.timestamps, hasDetails: options.details)
            try Engine.open().logs(names[0], wanted, to: &printer)
            return 0
        }
    }
}

/// Prints a container's log: each stream to our own, many lines at once.
private struct LogPrinter: LogReceiver {
    let hasTimes: Bool
    let hasDetails: Bool
    private var text: [UInt8] = []
    private var stream = StandardStream.output
    /// The next entry of the stream goes on with a line, in front of which everything stands already.
    private var isOutputInLine = false
    private var isErrorInLine = false
    private var isRead = true

    /// More is written at once.
    private static let limit = 64 * 1024

    init(hasTimes: Bool, hasDetails: Bool) {
        self.hasTimes = hasTimes
        self.hasDetails = hasDetails
    }

    mutating func receive(_ entry: borrowing LogEntry) -> Bool {
        let isOutput = entry.stream == .standardOutput
        let stream = isOutput ? StandardStream.output : .error
        if stream != self.stream || text.count >= Self.limit { pause() }
        self.stream = stream
        if !(isOutput ? isOutputInLine : isErrorInLine) { startLine(entry) }
        text.append(contentsOf: entry.content)
        if isOutput { isOutputInLine = !entry.endsLine } else { isErrorInLine = !entry.endsLine }
        return isRead
    }

    mutating func miss(_ sentence: String) {
        pause()
        Failure.complain(sentence)
    }

    mutating func pause() {
        if !text.isEmpty, !stream.write(text[...]) { isRead = false }
        text.removeAll(keepingCapacity: true)
    }

    private mutating func startLine(_ entry: borrowing LogEntry) {
        if hasTimes {
            text.append(contentsOf: entry.time)
            text.append(UInt8(ascii: " "))
        }
        if hasDetails {
            text.append(contentsOf: entry.details.utf8)
            text.append(UInt8(ascii: " "))
        }
    }
}
