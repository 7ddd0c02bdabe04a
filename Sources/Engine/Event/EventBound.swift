import Events
import LinuxSystem

/// Where a stretch of events begins or ends: `--since` and `--until`.
public enum EventBound: Hashable, Sendable {
    /// The event itself is not part of what begins there, and is of what ends there.
    case cursor(EventCursor)
    case time(Timestamp)

    /// `c123`, as events are printed with; a duration back from now; seconds
    /// since 1970; a time of RFC 3339, of which the end may be left out.
    public init(option text: String) throws(InvalidOption) {
        if let cursor = EventCursor(parsing: text) {
            self = .cursor(cursor)
        } else if let time = Timestamp(option: text) {
            self = .time(time)
        } else {
            throw InvalidOption(
                "must be a cursor such as c123, a duration such as 10m, or a time such as 2026-01-31T12:00:00Z")
        }
    }
}
