import LinuxSystem

/// What the log says of containers, for whoever finds one in a state that a
/// kill has left and has to know which of its events were still written.
public struct EventHistory: Sendable {
    /// The events of one container that come in pairs.
    public struct Life: Sendable {
        /// The container was made.
        public fileprivate(set) var creation: RecordedEvent?
        public fileprivate(set) var isDestroyed = false
        /// Runs that have a `start`.
        fileprivate var starts: [Int64] = []
        fileprivate var deaths: [RecordedEvent] = []

        public init() {}

        /// Whether the run's `start` was written.
        public func hasStart(of run: Int64) -> Bool { starts.contains(run) }

        /// The run's `die`, if it was written.
        public func death(of run: Int64) -> RecordedEvent? { deaths.last { $0.event.run == run } }
    }

    private var lives: [String: Life] = [:]
    /// When the oldest event that is kept was written; `nil` when all are.
    private var oldest: Timestamp?

    /// Reads the whole log.
    /// - Parameter id: the container that is asked about; `nil` for all.
    public init(of log: borrowing EventLog, container id: String? = nil) throws(EventError) {
        var reader = try EventReader.open(log, from: .oldest)
        var isFirst = true
        while true {
            let events = try reader.next()
            if events.isEmpty { return }
            if isFirst, let first = events.first, first.cursor.sequence > 1 { oldest = first.time }
            isFirst = false
            for event in events where event.event.subject == .container && (id ?? event.event.id) == event.event.id {
                lives[event.event.id, default: Life()].add(event)
            }
        }
    }

    /// What is known of a container; an empty life when nothing is.
    public subscript(id: String) -> Life { lives[id] ?? Life() }

    /// Whether an event of that moment would still be there.
    public func reaches(_ time: Timestamp) -> Bool { oldest.map { $0 <= time } ?? true }
}

extension EventHistory.Life {
    fileprivate mutating func add(_ recorded: RecordedEvent) {
        switch recorded.event.action {
        case "create": creation = recorded
        case "destroy": isDestroyed = true
        case "start": if let run = recorded.event.run { starts.append(run) }
        case "die": deaths.append(recorded)
        default: break
        }
    }
}
