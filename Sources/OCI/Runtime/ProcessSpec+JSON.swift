import JSON

extension RuntimeSpec.Process: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        terminal = try object.optional("terminal")
        consoleSize = try object.optional("consoleSize")
        user = try object.required("user")
        arguments = try object.optional("args")
        environment = try object.optional("env")
        workingDirectory = try object.required("cwd")
        capabilities = try object.optional("capabilities")
        resourceLimits = try object.optional("rlimits")
        noNewPrivileges = try object.optional("noNewPrivileges")
        appArmorProfile = try object.optional("apparmorProfile")
        oomScoreAdjustment = try object.optional("oomScoreAdj")
        scheduler = try object.optional("scheduler")
        selinuxLabel = try object.optional("selinuxLabel")
        ioPriority = try object.optional("ioPriority")
        execCPUAffinity = try object.optional("execCPUAffinity")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("terminal", terminal)
            writer.member("consoleSize", consoleSize)
            writer.member("user", user)
            writer.member("args", arguments)
            writer.member("env", environment)
            writer.member("cwd", workingDirectory)
            writer.member("capabilities", capabilities)
            writer.member("rlimits", resourceLimits)
            writer.member("noNewPrivileges", noNewPrivileges)
            writer.member("apparmorProfile", appArmorProfile)
            writer.member("oomScoreAdj", oomScoreAdjustment)
            writer.member("scheduler", scheduler)
            writer.member("selinuxLabel", selinuxLabel)
            writer.member("ioPriority", ioPriority)
            writer.member("execCPUAffinity", execCPUAffinity)
        }
    }
}

extension RuntimeSpec.ConsoleSize: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        height = try object.required("height")
        width = try object.required("width")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("height", height)
            writer.member("width", width)
        }
    }
}

extension RuntimeSpec.User: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        userID = try object.required("uid")
        groupID = try object.required("gid")
        umask = try object.optional("umask")
        additionalGroupIDs = try object.optional("additionalGids")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("uid", userID)
            writer.member("gid", groupID)
            writer.member("umask", umask)
            writer.member("additionalGids", additionalGroupIDs)
        }
    }
}

extension RuntimeSpec.CapabilitySets: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        bounding = try object.optional("bounding")
        effective = try object.optional("effective")
        inheritable = try object.optional("inheritable")
        permitted = try object.optional("permitted")
        ambient = try object.optional("ambient")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("bounding", bounding)
            writer.member("effective", effective)
            writer.member("inheritable", inheritable)
            writer.member("permitted", permitted)
            writer.member("ambient", ambient)
        }
    }
}

extension RuntimeSpec.ResourceLimit: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        type = try object.required("type")
        hard = try object.required("hard")
        soft = try object.required("soft")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", type)
            writer.member("hard", hard)
            writer.member("soft", soft)
        }
    }
}
