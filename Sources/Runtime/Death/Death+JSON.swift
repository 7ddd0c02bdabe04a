import JSON

extension Death: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        sender = try object.optional("sender")
        dumpedCore = try object.optional("dumpedCore") ?? false
        outOfMemoryKills = try object.optional("outOfMemoryKills") ?? 0
        memoryLimit = try object.optional("memoryLimit")
        memoryPeak = try object.optional("memoryPeak")
        throttled = try object.optional("throttled") ?? 0
        refusedProcesses = try object.optional("refusedProcesses") ?? 0
        processLimit = try object.optional("processLimit")
        watchedFilter = try object.optional("watchedFilter") ?? false
        refusedCalls = try object.optional("refusedCalls") ?? []
        lastLines = try object.optional("lastLines") ?? []
        kernelLines = try object.optional("kernelLines") ?? []
        health = try object.optional("health")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("sender", sender)
            if dumpedCore { writer.member("dumpedCore", dumpedCore) }
            if outOfMemoryKills > 0 { writer.member("outOfMemoryKills", outOfMemoryKills) }
            writer.member("memoryLimit", memoryLimit)
            writer.member("memoryPeak", memoryPeak)
            if throttled > 0 { writer.member("throttled", throttled) }
            if refusedProcesses > 0 { writer.member("refusedProcesses", refusedProcesses) }
            writer.member("processLimit", processLimit)
            if watchedFilter { writer.member("watchedFilter", watchedFilter) }
            if !refusedCalls.isEmpty { writer.member("refusedCalls", refusedCalls) }
            if !lastLines.isEmpty { writer.member("lastLines", lastLines) }
            if !kernelLines.isEmpty { writer.member("kernelLines", kernelLines) }
            writer.member("health", health)
        }
    }
}

/// An object whose `kind` says which it is.
extension Death.Sender: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        switch try object.required("kind") as String {
        case "out-of-memory": self = .outOfMemoryKiller(cgroup: try object.optional("cgroup"))
        case "kill": self = .kill(user: try object.required("user"))
        case "stop": self = .stop(user: try object.required("user"), after: try object.optional("after"))
        case "health-check": self = .healthCheck
        case "itself": self = .itself
        case "host": self = .host
        case "filter": self = .filter
        default: throw JSONError(expected: "a sender", found: value)
        }
    }

    private var kind: String {
        switch self {
        case .outOfMemoryKiller: "out-of-memory"
        case .kill: "kill"
        case .stop: "stop"
        case .healthCheck: "health-check"
        case .itself: "itself"
        case .host: "host"
        case .filter: "filter"
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("kind", kind)
            switch self {
            case .outOfMemoryKiller(let cgroup): writer.member("cgroup", cgroup)
            case .kill(let user): writer.member("user", user)
            case .stop(let user, let milliseconds):
                writer.member("user", user)
                writer.member("after", milliseconds)
            case .healthCheck, .itself, .host, .filter: break
            }
        }
    }
}
