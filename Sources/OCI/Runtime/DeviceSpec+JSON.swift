import JSON

extension RuntimeSpec.Device: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        path = try object.required("path")
        type = try object.required("type")
        major = try object.optional("major")
        minor = try object.optional("minor")
        fileMode = try object.optional("fileMode")
        userID = try object.optional("uid")
        groupID = try object.optional("gid")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("path", path)
            writer.member("type", type)
            writer.member("major", major)
            writer.member("minor", minor)
            writer.member("fileMode", fileMode)
            writer.member("uid", userID)
            writer.member("gid", groupID)
        }
    }
}

extension RuntimeSpec.DeviceRule: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        allow = try object.required("allow")
        type = try object.optional("type")
        major = try object.optional("major")
        minor = try object.optional("minor")
        access = try object.optional("access")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("allow", allow)
            writer.member("type", type)
            writer.member("major", major)
            writer.member("minor", minor)
            writer.member("access", access)
        }
    }
}

extension RuntimeSpec.NetworkDevice: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        name = try object.optional("name")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
        }
    }
}
