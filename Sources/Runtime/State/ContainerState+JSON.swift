import JSON

/// `state.json`: one member, which says by its name what the container does.
extension ContainerState: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        if let exited: ExitRecord = try object.optional("exited") {
            self = .exited(exited)
        } else {
            self = .running(try object.required("running"))
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .running(let running): writer.member("running", running)
            case .exited(let record): writer.member("exited", record)
            }
        }
    }
}

extension ContainerState.Running: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        pid = try object.required("pid")
        startedAt = try object.required("startedAt")
        cgroup = try object.required("cgroup")
        bootID = try object.optional("bootID")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("pid", pid)
            writer.member("startedAt", startedAt)
            writer.member("cgroup", cgroup)
            writer.member("bootID", bootID)
        }
    }
}

extension ExitRecord: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        exitCode = try object.required("exitCode")
        signal = try object.optional("signal")
        startedAt = try object.optional("startedAt")
        finishedAt = try object.required("finishedAt")
        oomKilled = try object.required("oomKilled")
        error = try object.optional("error")
        cause = try object.optional("cause")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("exitCode", exitCode)
            writer.member("signal", signal)
            writer.member("startedAt", startedAt)
            writer.member("finishedAt", finishedAt)
            writer.member("oomKilled", oomKilled)
            writer.member("error", error)
            writer.member("cause", cause)
        }
    }
}
