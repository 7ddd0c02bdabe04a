import JSON

extension RuntimeSpec.Hooks: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        prestart = try object.optional("prestart")
        createRuntime = try object.optional("createRuntime")
        createContainer = try object.optional("createContainer")
        startContainer = try object.optional("startContainer")
        poststart = try object.optional("poststart")
        poststop = try object.optional("poststop")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("prestart", prestart)
            writer.member("createRuntime", createRuntime)
            writer.member("createContainer", createContainer)
            writer.member("startContainer", startContainer)
            writer.member("poststart", poststart)
            writer.member("poststop", poststop)
        }
    }
}

extension RuntimeSpec.Hook: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        path = try object.required("path")
        arguments = try object.optional("args")
        environment = try object.optional("env")
        timeout = try object.optional("timeout")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("path", path)
            writer.member("args", arguments)
            writer.member("env", environment)
            writer.member("timeout", timeout)
        }
    }
}
