import JSON

/// How a container's health is looked after: Docker's HEALTHCHECK.
public struct HealthCheck: Hashable, Sendable {
    /// The command, run in the container; 0 means healthy.
    public var command: [String]
    /// Milliseconds from the end of one check to the next.
    public var interval: Int64 = 30_000
    /// Milliseconds that a check may take.
    public var timeout: Int64 = 30_000
    /// Milliseconds after the start in which a failure doesn't count, unless a check has succeeded.
    public var startPeriod: Int64 = 0
    /// As `interval`, during the start period.
    public var startInterval: Int64 = 5000
    /// So many failures in a row make it unhealthy.
    public var retries = 3

    public init(command: [String]) {
        self.command = command
    }
}

extension HealthCheck: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        command = try object.required("command")
        interval = try object.required("interval")
        timeout = try object.required("timeout")
        startPeriod = try object.required("startPeriod")
        startInterval = try object.required("startInterval")
        retries = try object.required("retries")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("command", command)
            writer.member("interval", interval)
            writer.member("timeout", timeout)
            writer.member("startPeriod", startPeriod)
            writer.member("startInterval", startInterval)
            writer.member("retries", retries)
        }
    }
}
