import JSON

// Options as `container.json` keeps them.

extension UserNamespaceMode: JSONReadable, JSONWritable {}

extension DeviceOption: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        hostPath = try object.required("hostPath")
        containerPath = try object.required("containerPath")
        permissions = try object.required("permissions")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("hostPath", hostPath)
            writer.member("containerPath", containerPath)
            writer.member("permissions", permissions)
        }
    }
}

extension ResourceOptions: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        memory = try object.optional("memory")
        memorySwap = try object.optional("memorySwap")
        memoryReservation = try object.optional("memoryReservation")
        milliCPUs = try object.optional("milliCPUs")
        cpuShares = try object.optional("cpuShares")
        cpuset = try object.optional("cpuset")
        pids = try object.optional("pids")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("memory", memory)
            writer.member("memorySwap", memorySwap)
            writer.member("memoryReservation", memoryReservation)
            writer.member("milliCPUs", milliCPUs)
            writer.member("cpuShares", cpuShares)
            writer.member("cpuset", cpuset)
            writer.member("pids", pids)
        }
    }
}

extension ResourceLimitOption: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        name = try object.required("name")
        soft = try object.required("soft")
        hard = try object.required("hard")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("soft", soft)
            writer.member("hard", hard)
        }
    }
}

/// As `--security-opt seccomp=` takes it.
extension SeccompOption: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        switch try String(json: value) {
        case "builtin": self = .standard
        case "unconfined": self = .unconfined
        case let path: self = .file(path)
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .standard: writer.string("builtin")
        case .unconfined: writer.string("unconfined")
        case .file(let path): writer.string(path)
        }
    }
}
