import JSON

/// What a container's checks have found since it was started.
public struct Health: Hashable, Sendable {
    /// Docker's words.
    public enum Status: String, CaseIterable, Hashable, Sendable, JSONReadable, JSONWritable {
        case starting
        case healthy
        case unhealthy
    }

    /// One check.
    public struct Result: Hashable, Sendable {
        /// Nanoseconds since 1970.
        public var startedAt: Int64
        public var endedAt: Int64
        /// -1: it took too long, or could not be run.
        public var exitCode: Int32
        /// The beginning of what it wrote.
        public var output: String
    }

    public var status = Status.starting
    /// Failures in a row.
    public var failingStreak = 0
    /// The last five, the newest at the end.
    public var results: [Result] = []

    static let keptResults = 5

    public init() {}

    /// Takes one more result into account.
    /// - Parameter counts: a failure does; not so in the start period.
    mutating func add(_ result: Result, retries: Int, counts: Bool) {
        results.append(result)
        if results.count > Self.keptResults { results.removeFirst() }
        if result.exitCode == 0 {
            status = .healthy
            failingStreak = 0
        } else if counts || status != .starting {
            failingStreak += 1
            if failingStreak >= retries { status = .unhealthy }
        }
    }
}

extension Health: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        status = try object.required("status")
        failingStreak = try object.required("failingStreak")
        results = try object.required("results")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("status", status)
            writer.member("failingStreak", failingStreak)
            writer.member("results", results)
        }
    }
}

extension Health.Result: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        startedAt = try object.required("startedAt")
        endedAt = try object.required("endedAt")
        exitCode = try object.required("exitCode")
        output = try object.required("output")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("startedAt", startedAt)
            writer.member("endedAt", endedAt)
            writer.member("exitCode", exitCode)
            writer.member("output", output)
        }
    }
}
