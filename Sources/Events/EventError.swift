import LinuxSystem

/// Why an event can't be written or read.
public enum EventError: Error, Hashable, Sendable {
    /// The kernel refused a file of the log.
    case system(SystemError)
    /// Somebody has kept the log locked: a process that was stopped in the middle of a write.
    case busy
    /// What follows the cursor is no longer kept; reading can begin after `oldest`.
    case tooOld(cursor: EventCursor, oldest: EventCursor)
    /// No event has that number yet; the last one has `newest`.
    case ahead(cursor: EventCursor, newest: EventCursor)
}

extension EventError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .system(let error): "the event log failed: \(error)"
        case .busy: "another process has kept the event log locked for five seconds"
        case .tooOld(let cursor, let oldest):
            "the events after the cursor \(cursor) are no longer kept: the oldest cursor to go on from is \(oldest)"
        case .ahead(let cursor, let newest):
            "the cursor \(cursor) is none of this log, whose last event is \(newest): take a cursor that it printed"
        }
    }
}

/// Does the work; a system call's error becomes the log's.
func attempt<Value: ~Copyable>(_ work: () throws(SystemError) -> Value) throws(EventError) -> Value {
    do {
        return try work()
    } catch {
        throw .system(error)
    }
}
