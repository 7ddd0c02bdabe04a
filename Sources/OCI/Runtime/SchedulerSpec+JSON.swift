import JSON

extension RuntimeSpec.Scheduler: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        policy = try object.required("policy")
        nice = try object.optional("nice")
        priority = try object.optional("priority")
        flags = try object.optional("flags")
        runtime = try object.optional("runtime")
        deadline = try object.optional("deadline")
        period = try object.optional("period")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("policy", policy)
            writer.member("nice", nice)
            writer.member("priority", priority)
            writer.member("flags", flags)
            writer.member("runtime", runtime)
            writer.member("deadline", deadline)
            writer.member("period", period)
        }
    }
}

extension RuntimeSpec.IOPriority: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        schedulingClass = try object.required("class")
        priority = try object.required("priority")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("class", schedulingClass)
            writer.member("priority", priority)
        }
    }
}

extension RuntimeSpec.CPUAffinity: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        initial = try object.optional("initial")
        final = try object.optional("final")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("initial", initial)
            writer.member("final", final)
        }
    }
}
