import JSON

extension RuntimeSpec.Namespace: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        type = try object.required("type")
        path = try object.optional("path")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", type)
            writer.member("path", path)
        }
    }
}

extension RuntimeSpec.NamespaceType: JSONReadable, JSONWritable {}

extension RuntimeSpec.TimeOffset: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        seconds = try object.optional("secs")
        nanoseconds = try object.optional("nanosecs")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("secs", seconds)
            writer.member("nanosecs", nanoseconds)
        }
    }
}
