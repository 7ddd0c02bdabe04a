import JSON

extension RuntimeSpec.Linux: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        namespaces = try object.optional("namespaces")
        userIDMappings = try object.optional("uidMappings")
        groupIDMappings = try object.optional("gidMappings")
        timeOffsets = try object.optional("timeOffsets")
        devices = try object.optional("devices")
        networkDevices = try object.optional("netDevices")
        cgroupsPath = try object.optional("cgroupsPath")
        resources = try object.optional("resources")
        intelRdt = try object.optional("intelRdt")
        memoryPolicy = try object.optional("memoryPolicy")
        sysctl = try object.optional("sysctl")
        seccomp = try object.optional("seccomp")
        rootPropagation = try object.optional("rootfsPropagation")
        maskedPaths = try object.optional("maskedPaths")
        readOnlyPaths = try object.optional("readonlyPaths")
        mountLabel = try object.optional("mountLabel")
        personality = try object.optional("personality")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("namespaces", namespaces)
            writer.member("uidMappings", userIDMappings)
            writer.member("gidMappings", groupIDMappings)
            writer.member("timeOffsets", timeOffsets)
            writer.member("devices", devices)
            writer.member("netDevices", networkDevices)
            writer.member("cgroupsPath", cgroupsPath)
            writer.member("resources", resources)
            writer.member("intelRdt", intelRdt)
            writer.member("memoryPolicy", memoryPolicy)
            writer.member("sysctl", sysctl)
            writer.member("seccomp", seccomp)
            writer.member("rootfsPropagation", rootPropagation)
            writer.member("maskedPaths", maskedPaths)
            writer.member("readonlyPaths", readOnlyPaths)
            writer.member("mountLabel", mountLabel)
            writer.member("personality", personality)
        }
    }
}
