import LinuxSystem
import Runtime

/// A place in a log.
struct LogPosition: Hashable, Sendable {
    /// Of the file; 0 for the oldest.
    var file = 0
    /// Where reading begins in a file that isn't compressed, in bytes.
    var offset: Int64 = 0
    /// How many lines to pass over from there on; what comes before the end of the last of them isn't wanted.
    var lines = 0
}

/// Reads a log from a place on, through all its files, and knows where it is
/// when it comes to the end of what is there.
struct LogReader {
    private var start: LogPosition
    private let filter: LogFilter
    private let follows: Bool
    /// `nil`: the next is to be opened.
    private var file: LogFile?
    /// Of the one to be opened.
    private var number: Int
    /// Without following, what is written when reading begins is read; `nil` until it's begun.
    private var last: Int?
    private var entry = LogEntry()

    init(from start: LogPosition, _ filter: LogFilter, follows: Bool) {
        self.start = start
        self.filter = filter
        self.follows = follows
        number = start.file
    }

    /// Hands over all that there is.
    /// - Returns: false when no more is to be read.
    mutating func read(in directory: borrowing Descriptor, to receiver: inout some LogReceiver) throws -> Bool {
        if last == nil { last = try (LogFiles.full(in: directory).last?.number ?? 0) + 1 }
        while try open(in: directory), let file {
            guard try drain(file, to: &receiver) else { return false }
            if file.isCurrent {
                guard follows else { return false }
                if try LogFiles.isCurrent(file, in: directory) { return true }
                // It has become full; what was written to it before that is the last of it.
                guard try drain(file, to: &receiver) else { return false }
            }
            number = file.number + 1
            self.file = nil
            // It holds for the first file alone.
            start = LogPosition(file: -1)
        }
        return follows
    }

    /// - Returns: false when there is none, or none that is wanted.
    private mutating func open(in directory: borrowing Descriptor) throws -> Bool {
        while file == nil {
            guard let opened = try LogFiles.open(from: number, in: directory) else { return false }
            if !follows, opened.number > last ?? .max { return false }
            if filter.passesOver(opened) {
                number = opened.number + 1
                continue
            }
            if opened.number == start.file { begin(opened) }
            if opened.isCurrent, !follows { try opened.stopAtEnd() }
            file = opened
        }
        return true
    }

    /// It may have been compressed since the start was looked for; what it says is the same.
    private mutating func begin(_ file: LogFile) {
        if file.isCompressed {
            file.skip(start.offset)
        } else {
            file.seek(to: start.offset)
        }
    }

    /// - Returns: false when the receiver wants no more.
    private mutating func drain(_ file: LogFile, to receiver: inout some LogReceiver) throws -> Bool {
        var goesOn = true
        var passed = file.number == start.file ? start.lines : 0
        try file.readLines { line in
            guard entry.read(line) else { return true }
            if passed > 0 {
                if entry.endsLine, !filter.isTooLate(entry) { passed -= 1 }
                return true
            }
            if filter.wants(entry) { goesOn = receiver.receive(entry) }
            return goesOn
        }
        if file.number == start.file { start.lines = passed }
        if let damage = file.damage {
            receiver.miss(
                "a part of the log is lost: the file \(ContainerDirectory.logName).\(file.number).gz is damaged (\(damage))"
            )
        }
        return goesOn
    }
}
