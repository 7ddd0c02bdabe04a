import LinuxSystem

/// Something that has happened, in Docker's words.
public struct Event: Hashable, Sendable {
    /// The kind of object that it happened to.
    public enum Subject: String, Hashable, Sendable, CaseIterable {
        case container
        case image
        case volume
        case network
    }

    /// The kind of object.
    public var subject: Subject
    /// `start`, `die`, `exec_create: sh`.
    public var action: String
    /// The object's own: a container's id, an image's digest or reference, a volume's name.
    public var id: String
    /// Which run of a container it belongs to: the moment it was started, in
    /// nanoseconds since 1970. With id and action it tells an event from the
    /// same one written again.
    public var run: Int64?
    /// Name, image, labels, and what the action adds: `exitCode`.
    public var attributes: [String: String]

    public init(
        _ subject: Subject, _ action: String, id: String, run: Int64? = nil, attributes: [String: String] = [:]
    ) {
        self.subject = subject
        self.action = action
        self.id = id
        self.run = run
        self.attributes = attributes
    }
}

/// An event as it stands in the log.
public struct RecordedEvent: Hashable, Sendable {
    /// One more than the event before has.
    public let cursor: EventCursor
    /// When it was written. A clock that was set back shows here, never in the order.
    public let time: Timestamp
    /// How many events could not be written since the one before.
    public let lost: Int
    /// What has happened.
    public let event: Event
}
