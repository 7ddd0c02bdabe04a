import Events
import Glibc
import LinuxSystem

/// What `skiff events` was asked for.
public struct EventsRequest: Sendable {
    /// `nil`: what happens from now on.
    public var since: EventBound?
    /// `nil`: until interrupted.
    public var until: EventBound?
    /// Which of them.
    public var filter = EventFilter()

    public init() {}

    /// Refuses a stretch that ends before it begins.
    public func check() throws(EngineError) {
        let isBackward =
            switch (since, until) {
            case (.time(let since), .time(let until)): since > until
            case (.cursor(let since), .cursor(let until)): since > until
            default: false
            }
        if isBackward { throw EngineError(.invalid, "--until ends before --since begins: exchange them") }
    }

    var start: EventStart {
        switch since {
        case nil: .now
        case .cursor(let cursor): .after(cursor)
        case .time: .oldest
        }
    }

    /// Whether it happened in the stretch as far as that has a beginning, and is of the kind that is asked for.
    func includes(_ event: RecordedEvent) -> Bool {
        if case .time(let time) = since, event.time < time { return false }
        return filter.fits(event.event)
    }

    /// Whether it came after the stretch, by its time.
    func isTooLate(_ event: RecordedEvent) -> Bool {
        if case .time(let time) = until { event.time > time } else { false }
    }

    /// Whether nothing after the cursor belongs to the stretch.
    func isOver(at cursor: EventCursor) -> Bool {
        if case .cursor(let last) = until { cursor >= last } else { false }
    }

    /// Milliseconds until the next look at the clock; -1 when the end is none by the clock, `nil` when it has come.
    func remaining(at now: Timestamp) -> CInt? {
        guard case .time(let end) = until else { return -1 }
        guard end >= now else { return nil }
        // No longer than a second, in which the clock may be set.
        return CInt(min(1000, (end.nanoseconds - now.nanoseconds) / 1_000_000 + 1))
    }
}

extension Engine {
    /// Hands over events in order, and waits for those to come, until the
    /// request's end. That is the last event that is not too late: one that is, by its time, and
    /// is followed by such, was written before the clock was set back. Without it there would be a gap.
    /// - Throws: `EventError` for a cursor that nothing can be read after, and
    ///   when the log was rotated away under a reader that was too slow.
    public func events(_ request: EventsRequest, _ body: (RecordedEvent) throws -> Void) throws {
        try request.check()
        var reader = try EventReader.open(events, from: request.start)
        var held = [RecordedEvent]()
        while !request.isOver(at: reader.cursor) {
            // Looked at before reading: what was written by then is read.
            let remaining = request.remaining(at: .now())
            let come = try reader.next()
            for event in come {
                if request.includes(event) { held.append(event) }
                if !request.isTooLate(event) {
                    for event in held { try body(event) }
                    held.removeAll()
                }
                if request.isOver(at: event.cursor) { return }
            }
            guard come.isEmpty else { continue }
            guard let remaining else { return }
            try reader.wait(milliseconds: remaining)
        }
    }

    /// Notes what has happened. An event that can't be written, on a full disk,
    /// undoes nothing of that: the next one tells that it is missing.
    public func emit(
        _ subject: Event.Subject, _ action: String, id: String, _ attributes: [String: String] = [:]
    ) {
        _ = try? events.append(Event(subject, action, id: id, attributes: attributes))
    }
}
