import JSON

extension RuntimeSpec: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        version = try object.required("ociVersion")
        process = try object.optional("process")
        root = try object.optional("root")
        hostname = try object.optional("hostname")
        domainname = try object.optional("domainname")
        mounts = try object.optional("mounts")
        hooks = try object.optional("hooks")
        annotations = try object.optional("annotations")
        linux = try object.optional("linux")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("ociVersion", version)
            writer.member("process", process)
            writer.member("root", root)
            writer.member("hostname", hostname)
            writer.member("domainname", domainname)
            writer.member("mounts", mounts)
            writer.member("hooks", hooks)
            writer.member("annotations", annotations)
            writer.member("linux", linux)
        }
    }
}

extension RuntimeSpec.Root: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        path = try object.required("path")
        readOnly = try object.optional("readonly")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("path", path)
            writer.member("readonly", readOnly)
        }
    }
}
