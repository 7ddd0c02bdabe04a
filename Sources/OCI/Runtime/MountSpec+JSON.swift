import JSON

extension RuntimeSpec.Mount: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        destination = try object.required("destination")
        type = try object.optional("type")
        source = try object.optional("source")
        options = try object.optional("options")
        userIDMappings = try object.optional("uidMappings")
        groupIDMappings = try object.optional("gidMappings")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("destination", destination)
            writer.member("type", type)
            writer.member("source", source)
            writer.member("options", options)
            writer.member("uidMappings", userIDMappings)
            writer.member("gidMappings", groupIDMappings)
        }
    }
}

extension RuntimeSpec.IDMapping: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        containerID = try object.required("containerID")
        hostID = try object.required("hostID")
        size = try object.required("size")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("containerID", containerID)
            writer.member("hostID", hostID)
            writer.member("size", size)
        }
    }
}
