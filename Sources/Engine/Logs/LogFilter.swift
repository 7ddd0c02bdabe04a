import Glibc
import LinuxSystem

/// Which entries are wanted, by their times.
struct LogFilter: Sendable {
    private let since: LogMoment?
    private let until: LogMoment?

    init(since: Timestamp? = nil, until: Timestamp? = nil) {
        self.since = since.map(LogMoment.init)
        self.until = until.map(LogMoment.init)
    }

    func wants(_ entry: LogEntry) -> Bool {
        if let since, since.isAfter(entry) { return false }
        return !isTooLate(entry)
    }

    /// Lines from the end are counted without such.
    func isTooLate(_ entry: LogEntry) -> Bool { until?.isBefore(entry) ?? false }

    /// Nothing of a file that is full is wanted, for it was written to too long ago.
    func passesOver(_ file: LogFile) -> Bool {
        guard let since, !file.isCurrent else { return false }
        return since.isAfter(secondsSinceEpoch: file.status.st_mtim.tv_sec)
    }
}
