import LinuxSystem
import Runtime

/// Finds where the last lines of a log begin: backwards from its end, so that
/// no more is read than they are long. A file that is compressed has to be read
/// from its beginning, and is so only when those after it have too few lines.
///
/// Pieces of a line count as the line: what doesn't end a line belongs to the
/// next one that does.
struct LogTail {
    let lines: Int
    let filter: LogFilter

    func start(in directory: borrowing Descriptor) throws -> LogPosition {
        var file = try LogFiles.openCurrent(in: directory)
        if let file, lines == 0, try file.size() == 0 { return LogPosition(file: file.number) }
        var count = LineCount(wanted: lines)
        var number = file?.number ?? .max
        while true {
            if let file {
                let found = try file.isCompressed ? lookForward(in: file, &count) : lookBackward(in: file, &count)
                if let found { return found }
            }
            let before = try LogFiles.full(in: directory).last { $0.number < number }
            guard let before else { return LogPosition() }
            file = try LogFiles.open(from: before.number, in: directory)
            // Removed just now: what has been looked at is all there is.
            guard let opened = file, opened.number < number else { return LogPosition() }
            number = opened.number
        }
    }

    /// How many ends of lines have been met, from the end of the log.
    private struct LineCount {
        let wanted: Int
        private(set) var met = 0
        private var isAtEnd = true

        init(wanted: Int) {
            self.wanted = wanted
        }

        /// - Returns: false when the line is one too many. The last line of all may lack its end.
        mutating func goesOn(past entry: LogEntry) -> Bool {
            defer { isAtEnd = false }
            guard entry.endsLine || isAtEnd else { return true }
            if met == wanted { return false }
            met += 1
            return true
        }

        /// The same for a file of which the number of ends is known, and how it ends.
        mutating func goesOn(past ends: Int, lastEnds: Bool) -> Int? {
            let all = ends + (isAtEnd && !lastEnds ? 1 : 0)
            isAtEnd = false
            if all > wanted - met { return all - (wanted - met) }
            met += all
            return nil
        }
    }

    /// - Returns: `nil` when the lines begin before the file, or at its beginning.
    private func lookBackward(in file: LogFile, _ count: inout LineCount) throws -> LogPosition? {
        let chunk: Int64 = 64 * 1024
        var entry = LogEntry()
        /// Bytes from `start` on, of lines that are not looked at yet.
        var text = [UInt8]()
        var start = try file.size()
        while start > 0 {
            let next = max(0, start - chunk)
            text = try file.read(next..<start) + text
            start = next
            // The first line may begin before.
            while let end = text.lastIndex(of: UInt8(ascii: "\n")) {
                let begin = text[..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? (start == 0 ? 0 : nil)
                guard let begin else { break }
                let isEntry = text.withUnsafeBufferPointer {
                    entry.read(UnsafeBufferPointer(rebasing: $0[begin..<end]))
                }
                if isEntry, !filter.isTooLate(entry), !count.goesOn(past: entry) {
                    return LogPosition(file: file.number, offset: start + Int64(end) + 1)
                }
                text.removeSubrange(begin...)
            }
        }
        return nil
    }

    private func lookForward(in file: LogFile, _ count: inout LineCount) throws -> LogPosition? {
        var entry = LogEntry()
        var ends = 0
        var lastEnds = true
        try file.readLines { line in
            guard entry.read(line), !filter.isTooLate(entry) else { return true }
            lastEnds = entry.endsLine
            if lastEnds { ends += 1 }
            return true
        }
        return count.goesOn(past: ends, lastEnds: lastEnds).map { LogPosition(file: file.number, lines: $0) }
    }
}
