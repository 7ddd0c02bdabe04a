import JSON

/// `state.json`: one member, which says by its name what the container does.
extension ContainerState: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        if let exited: ExitRecord = try object.optional("exited") {
            self = .exited(exited)
        } else if let restarting: Restarting = try object.optional("restarting") {
            self = .restarting(restarting)
        } else {
            self = .running(try object.required("running"))
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .running(let running): writer.member("running", running)
            case .restarting(let restarting): writer.member("restarting", restarting)
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
        startedSinceBoot = try object.optional("startedSinceBoot")
        cgroup = try object.required("cgroup")
        isPaused = try object.optional("paused") ?? false
        restartCount = try object.optional("restartCount") ?? 0
        health = try object.optional("health")
        previous = try object.optional("previous")
        bootID = try object.optional("bootID")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("pid", pid)
            writer.member("startedAt", startedAt)
            writer.member("startedSinceBoot", startedSinceBoot)
            writer.member("cgroup", cgroup)
            writer.member("bootID", bootID)
            if isPaused { writer.member("paused", isPaused) }
            if restartCount > 0 { writer.member("restartCount", restartCount) }
            writer.member("health", health)
            writer.member("previous", previous)
        }
    }
}

extension ContainerState.Restarting: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        last = try object.required("last")
        restartCount = try object.required("restartCount")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("last", last)
            writer.member("restartCount", restartCount)
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
        restartCount = try object.optional("restartCount") ?? 0
        length = try object.optional("length")
        wasStopped = try object.optional("stopped") ?? false
        death = try object.optional("death")
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
            if restartCount > 0 { writer.member("restartCount", restartCount) }
            writer.member("length", length)
            if wasStopped { writer.member("stopped", wasStopped) }
            writer.member("death", death)
        }
    }
}
