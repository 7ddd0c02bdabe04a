import Glibc
import LinuxSystem
import Runtime

/// One line of a container's log, or a piece of a long one.
public struct LogEntry: Sendable {
    /// What the container wrote, byte for byte.
    public internal(set) var content: [UInt8] = []
    public internal(set) var stream = OutputStream.standardOutput
    /// RFC 3339.
    public internal(set) var time: [UInt8] = []
    /// What `--log-opt labels=` and `env=` have each line carry along.
    public internal(set) var attributes: [String: String] = [:]
    /// Their text, which is the same in all lines of a container's life.
    var attributesText: [UInt8] = []

    /// Whether a line ends here; otherwise more of it follows.
    public var endsLine: Bool { content.last == UInt8(ascii: "\n") }
}

/// Moments as the log has them, whose texts have the order of the times.
struct LogMoment: Sendable {
    private let time: Timestamp
    private let text: [UInt8]

    init(_ time: Timestamp) {
        self.time = time
        var clock = LogClock()
        text = clock.text(of: time)
    }

    /// Whether the entry was written before this moment.
    func isAfter(_ entry: LogEntry) -> Bool { order(entry) > 0 }

    /// Whether the entry was written after this moment.
    func isBefore(_ entry: LogEntry) -> Bool { order(entry) < 0 }

    /// Whether a file that was last written to then has nothing from this moment on.
    func isAfter(secondsSinceEpoch seconds: Int) -> Bool {
        let (next, overflows) = Int64(seconds + 1).multipliedReportingOverflow(by: 1_000_000_000)
        return !overflows && next < time.nanoseconds
    }

    /// Less than zero when this moment is the earlier one.
    private func order(_ entry: LogEntry) -> Int {
        if entry.time.count == text.count {
            return Int(memcmp(text, entry.time, text.count))
        }
        // Written with fewer decimals, by an earlier version.
        guard let other = Timestamp(parsing: String(decoding: entry.time, as: UTF8.self)) else { return 0 }
        return time == other ? 0 : time < other ? -1 : 1
    }
}
