import Glibc
import JSON
import LinuxSystem

/// How far a reader is: a file, and what of it has been read.
struct Place: ~Copyable {
    /// `nil` as long as nothing has ever happened.
    private var file: Descriptor?
    /// Which file it is, whatever it is called by now.
    private(set) var identity: FileIdentity?
    /// Of the first line that has not been read.
    private var offset: Int64
    /// The last event that was read or passed.
    private(set) var sequence: Int64
    /// Bytes read at once; grows for a line that is longer.
    private var chunk = 256 * 1024

    /// Device and inode. The number is nobody else's while the file is open.
    struct FileIdentity: Hashable {
        private let device: dev_t
        private let inode: ino_t

        init(_ status: stat) {
            device = status.st_dev
            inode = status.st_ino
        }
    }

    /// The place in a file; `sequence` is that of the last event before it.
    private init(_ file: consuming LogFile, offset: Int64, sequence: Int64) throws(SystemError) {
        identity = FileIdentity(try file.descriptor.status(name: file.name))
        self.file = .some(file.descriptor)
        self.offset = offset
        self.sequence = sequence
    }

    /// Before all events.
    private init() {
        file = nil
        identity = nil
        offset = 0
        sequence = 0
    }

    /// The events of the whole lines that follow; none at the end of the file.
    /// A line that makes no sense, which a power failure can leave, is passed.
    mutating func read() throws(SystemError) -> [RecordedEvent] {
        while let bytes = try nextLines() {
            var events = [RecordedEvent]()
            var start = 0
            for (index, byte) in bytes.enumerated() where byte == newline {
                if let event = event(in: bytes[start..<index]) { events.append(event) }
                start = index + 1
            }
            offset += Int64(start)
            if !events.isEmpty { return events }
        }
        return []
    }

    /// `nil` for a line that has been passed before, or is none.
    private mutating func event(in line: ArraySlice<UInt8>) -> RecordedEvent? {
        guard let number = LineScanner.sequence(of: line), number > sequence,
            // What has the form of a line but makes no sense is as good as none.
            let event = try? RecordedEvent(json: JSONValue(parsing: Array(line)))
        else { return nil }
        sequence = number
        return event
    }

    /// Bytes with at least one newline; `nil` when no whole line follows.
    private mutating func nextLines() throws(SystemError) -> [UInt8]? {
        while true {
            let bytes: [UInt8]
            switch file {
            case .some(let file): bytes = try file.read(chunk, at: offset, name: "the event log")
            case .none: return nil
            }
            if bytes.contains(newline) { return bytes }
            if bytes.count < chunk { return nil }
            chunk *= 4
        }
    }

    /// Whether the file is still the one that is written to.
    func isCurrent(in directory: borrowing Descriptor) throws(SystemError) -> Bool {
        try directory.statusIfPresent(of: EventLog.name(age: 0)).map(FileIdentity.init) == identity
    }
}

// MARK: - Finding a place

/// The files are looked for from the newest to the oldest, the way in which
/// rotation moves them: so none is passed over.
extension Place {
    static func find(
        _ start: EventStart, in directory: borrowing Descriptor, keptFiles: Int
    ) throws(EventError) -> Place {
        switch start {
        case .oldest: return try attempt { () throws(SystemError) in try oldest(in: directory, keptFiles) }
        case .now: return try attempt { () throws(SystemError) in try newest(in: directory, keptFiles) }
        case .after(let cursor):
            let newest: Place = try attempt { () throws(SystemError) in try Self.newest(in: directory, keptFiles) }
            if cursor.sequence == newest.sequence { return newest }
            guard cursor.sequence < newest.sequence else {
                throw .ahead(cursor: cursor, newest: EventCursor(newest.sequence))
            }
            return try following(cursor.sequence, in: directory, keptFiles: keptFiles)
        }
    }

    /// In the file that has the event after that one, or is going to have it.
    static func following(
        _ sequence: Int64, in directory: borrowing Descriptor, keptFiles: Int
    ) throws(EventError) -> Place {
        var oldest: Int64?
        for age in 0...keptFiles {
            do throws(SystemError) {
                guard let file = try LogFile.open(age: age, in: directory) else { continue }
                let header = file.header
                oldest = header.first
                if header.first <= sequence + 1 {
                    return try Place(file, offset: Int64(header.length), sequence: sequence)
                }
            } catch {
                throw .system(error)
            }
        }
        guard let oldest else { return Place() }
        throw .tooOld(cursor: EventCursor(sequence), oldest: EventCursor(oldest - 1))
    }

    private static func oldest(in directory: borrowing Descriptor, _ keptFiles: Int) throws(SystemError) -> Place {
        var place = Place()
        for age in 0...keptFiles {
            guard let file = try LogFile.open(age: age, in: directory) else { continue }
            let header = file.header
            place = try Place(file, offset: Int64(header.length), sequence: header.first - 1)
        }
        return place
    }

    private static func newest(in directory: borrowing Descriptor, _ keptFiles: Int) throws(SystemError) -> Place {
        for age in 0...keptFiles {
            guard let file = try LogFile.open(age: age, in: directory) else { continue }
            let end = try file.end()
            return try Place(file, offset: end.offset, sequence: end.sequence)
        }
        return Place()
    }
}
