import Glibc
import LinuxSystem

/// Reads events in order, each once, and goes on with those that come, from
/// file to file as the log is rotated. It takes no lock: a reader that is
/// stopped stops nobody.
public struct EventReader: ~Copyable {
    private let directory: Descriptor
    private let keptFiles: Int
    private let watch: FileWatch
    private var place: Place

    /// The last event that was read or passed.
    public var cursor: EventCursor { EventCursor(place.sequence) }

    /// - Throws: `tooOld` and `ahead` for a cursor that nothing can be read after.
    public static func open(_ log: borrowing EventLog, from start: EventStart) throws(EventError) -> EventReader {
        let directory = try attempt { () throws(SystemError) in try log.openDirectory() }
        // What comes after the first look is told.
        let watch = try attempt { () throws(SystemError) in try FileWatch(path: directory.procPath) }
        let place = try Place.find(start, in: directory, keptFiles: log.keptFiles)
        return EventReader(directory: directory, keptFiles: log.keptFiles, watch: watch, place: place)
    }

    private init(
        directory: consuming Descriptor, keptFiles: Int, watch: consuming FileWatch, place: consuming Place
    ) {
        self.directory = directory
        self.keptFiles = keptFiles
        self.watch = watch
        self.place = place
    }

    /// The events that have come, as many as fit into a buffer; none when there
    /// is nothing new.
    /// - Throws: `tooOld` when the log has been rotated away under a reader
    ///   that did not keep up.
    public mutating func next() throws(EventError) -> [RecordedEvent] {
        while true {
            let events = try readPlace()
            if !events.isEmpty { return events }
            if try isCurrent() { return [] }
            // It was written to until it got its other name.
            let rest = try readPlace()
            if !rest.isEmpty { return rest }
            let following = try Place.following(place.sequence, in: directory, keptFiles: keptFiles)
            // The name is between two files at this moment.
            guard following.identity != place.identity else { return [] }
            place = following
        }
    }

    private mutating func readPlace() throws(EventError) -> [RecordedEvent] {
        do {
            return try place.read()
        } catch {
            throw .system(error)
        }
    }

    private func isCurrent() throws(EventError) -> Bool {
        do {
            return try place.isCurrent(in: directory)
        } catch {
            throw .system(error)
        }
    }

    /// Waits until something may have come.
    /// - Parameter milliseconds: at most; -1 waits without end.
    public func wait(milliseconds: CInt) throws(EventError) {
        do {
            _ = try watch.waitForChange(milliseconds: milliseconds)
        } catch {
            throw .system(error)
        }
    }
}
