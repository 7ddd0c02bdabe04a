/// Where reading begins.
public enum EventStart: Hashable, Sendable {
    /// With the oldest event that is kept.
    case oldest
    /// With the next one that happens.
    case now
    /// With the one after the cursor.
    case after(EventCursor)
}
