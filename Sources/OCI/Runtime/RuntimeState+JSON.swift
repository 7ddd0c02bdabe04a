import JSON

extension RuntimeState: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        version = try object.required("ociVersion")
        id = try object.required("id")
        status = try object.required("status")
        pid = try object.optional("pid")
        bundle = try object.required("bundle")
        annotations = try object.optional("annotations")
        root = try object.optional("rootfs")
        created = try object.optional("created")
        owner = try object.optional("owner")
    }

    /// The members are in runc's order.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("ociVersion", version)
            writer.member("id", id)
            writer.member("pid", pid)
            writer.member("status", status)
            writer.member("bundle", bundle)
            writer.member("rootfs", root)
            writer.member("created", created)
            writer.member("annotations", annotations)
            writer.member("owner", owner)
        }
    }
}

extension RuntimeState.Status: JSONReadable, JSONWritable {}
