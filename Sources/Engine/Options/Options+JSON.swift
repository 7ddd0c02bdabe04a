import JSON

// Options as `container.json` keeps them.

extension NetworkMode: JSONReadable, JSONWritable {}

extension UserNamespaceMode: JSONReadable, JSONWritable {}

extension MountOption: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        switch try object.required("type") as String {
        case "bind":
            source = .bind(
                path: try object.required("source"), createMissing: try object.required("createMissing"),
                propagation: try object.optional("propagation"), recursive: try object.required("recursive"))
        case "tmpfs":
            source = .tmpfs(
                size: try object.optional("size"), mode: try object.optional("mode"),
                options: try object.required("options"))
        default: throw JSONError(expected: "a type of mount", found: value)
        }
        target = try object.required("target")
        readOnly = try object.required("readOnly")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch source {
            case .bind(let path, let createMissing, let propagation, let recursive):
                writer.member("type", "bind")
                writer.member("source", path)
                writer.member("createMissing", createMissing)
                writer.member("propagation", propagation)
                writer.member("recursive", recursive)
            case .tmpfs(let size, let mode, let options):
                writer.member("type", "tmpfs")
                writer.member("size", size)
                writer.member("mode", mode)
                writer.member("options", options)
            }
            writer.member("target", target)
            writer.member("readOnly", readOnly)
        }
    }
}

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
