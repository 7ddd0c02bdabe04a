import JSON
import LinuxSystem

/// The line of an event in the log, without its newline.
extension RecordedEvent: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        cursor = EventCursor(try object.required("seq"))
        time = Timestamp(nanoseconds: try object.required("time"))
        lost = try object.optional("lost") ?? 0
        event = Event(
            try object.required("type"), try object.required("action"), id: try object.required("id"),
            run: try object.optional("run"), attributes: try object.required("attributes"))
    }

    /// The number stands first: writers and readers look for it there.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("seq", cursor.sequence)
            writer.member("time", time.nanoseconds)
            writer.member("type", event.subject)
            writer.member("action", event.action)
            writer.member("id", event.id)
            writer.member("run", event.run)
            writer.member("lost", lost > 0 ? lost : nil)
            writer.member("attributes", event.attributes)
        }
    }
}

extension Event.Subject: JSONReadable, JSONWritable {}
