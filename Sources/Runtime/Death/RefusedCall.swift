import JSON

/// A system call that the container's filter has refused, as its supervisor saw
/// it when it answered.
public struct RefusedCall: Hashable, Sendable {
    /// `mount`; `socket(38)` where the filter decides by the first argument;
    /// `system call 999` where nobody knows a name.
    public var call: String
    /// What it was answered, by name: `EPERM`.
    public var error: String
    /// The name of the process that called last (proc_pid_comm(5)): its own word, and
    /// `nil` when it was gone, or there were too many to look.
    public var process: String?
    /// Milliseconds between the last time and the container's end.
    public var before: Int64
    /// The same for the first time that it was refused to this process.
    public var since: Int64
    /// How often it was refused to this process.
    public var count: UInt64

    public init(
        call: String, error: String, process: String?, before: Int64, since: Int64? = nil, count: UInt64 = 1
    ) {
        self.call = call
        self.error = error
        self.process = process
        self.before = before
        self.since = since ?? before
        self.count = count
    }
}

extension RefusedCall: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            call: try object.required("call"), error: try object.required("error"),
            process: try object.optional("process"), before: try object.required("before"),
            since: try object.optional("since"), count: try object.optional("count") ?? 1)
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("call", call)
            writer.member("error", error)
            writer.member("process", process)
            writer.member("before", before)
            if since > before { writer.member("since", since) }
            if count > 1 { writer.member("count", count) }
        }
    }
}
