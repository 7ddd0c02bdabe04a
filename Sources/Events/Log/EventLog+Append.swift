import Glibc
import JSON
import LinuxSystem

extension EventLog {
    /// Writes an event at the end, with the next number, and answers that.
    ///
    /// An event that can't be written is counted, and the next one that can tells how many were lost.
    @discardableResult
    public func append(_ event: Event) throws(EventError) -> EventCursor {
        let directory = try lockedDirectory()
        do {
            return try append(event, in: directory)
        } catch {
            throw .system(error)
        }
    }

    /// A process that was stopped while it had the lock must not stop all others.
    private func lockedDirectory() throws(EventError) -> Descriptor {
        var backoff = Backoff(milliseconds: 5000)
        do {
            let directory = try openDirectory()
            repeat {
                if try directory.lock(wait: false, name: "the event log") { return directory }
            } while backoff.sleep()
        } catch {
            throw .system(error)
        }
        throw .busy
    }

    private func append(_ event: Event, in directory: borrowing Descriptor) throws(SystemError) -> EventCursor {
        let file = try openForWriting(in: directory)
        let end = try file.end()
        var lost = file.header.lost
        if end.isTorn {
            lost += 1
            try file.setLost(lost)
            try file.descriptor.setSize(end.offset, name: file.name)
        }
        let cursor = EventCursor(end.sequence + 1)
        let record = RecordedEvent(cursor: cursor, time: .now(), lost: Int(lost), event: event)
        do {
            if end.offset >= capacity {
                let next = try startFile(LogHeader(first: cursor.sequence, lost: lost), in: directory)
                try write(record, at: Int64(next.header.length), of: next)
            } else {
                try write(record, at: end.offset, of: file)
            }
        } catch {
            // Where not even that can be written there is nowhere to count.
            try? file.setLost(lost + 1)
            throw error
        }
        return cursor
    }

    /// One write(2): a reader, or a kill, sees the whole line or a part without its newline.
    private func write(_ record: RecordedEvent, at offset: Int64, of file: borrowing LogFile) throws(SystemError) {
        do {
            try file.descriptor.write(record.json + [newline], at: offset, name: file.name)
        } catch {
            // The part that fitted is no line, and the next writer would count it once more.
            try? file.descriptor.setSize(offset, name: file.name)
            throw error
        }
        if record.lost > 0 { try file.setLost(0) }
    }

    private func openForWriting(in directory: borrowing Descriptor) throws(SystemError) -> LogFile {
        if let file = try LogFile.open(age: 0, in: directory, .readWrite) { return file }
        var last: Int64 = 0
        for age in 1...max(1, keptFiles) {
            guard let file = try LogFile.open(age: age, in: directory) else { continue }
            last = try file.end().sequence
            break
        }
        return try startFile(LogHeader(first: last + 1, lost: 0), in: directory)
    }

    /// Makes `log` anew; the one that there is becomes `log.1`, and so on. A kill
    /// in between leaves an age without a file, which nobody minds.
    private func startFile(_ header: LogHeader, in directory: borrowing Descriptor) throws(SystemError) -> LogFile {
        let new = "log.new"
        let file = try directory.open(
            new, [.readWrite, .create, .truncate, .noFollow], mode: 0o600, resolution: [.beneath, .noMagicLinks])
        try file.write(header.bytes, name: new)
        for age in stride(from: keptFiles, through: 1, by: -1) {
            do {
                try directory.rename(Self.name(age: age - 1), to: Self.name(age: age), in: directory)
            } catch {
                guard error.errno == ENOENT else { throw error }
            }
        }
        try directory.rename(new, to: Self.name(age: 0), in: directory)
        return LogFile(descriptor: file, header: header, name: Self.name(age: 0))
    }
}
