import JSON

extension RuntimeSpec.Seccomp: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        defaultAction = try object.required("defaultAction")
        defaultErrno = try object.optional("defaultErrnoRet")
        architectures = try object.optional("architectures")
        flags = try object.optional("flags")
        listenerPath = try object.optional("listenerPath")
        listenerMetadata = try object.optional("listenerMetadata")
        systemCalls = try object.optional("syscalls")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("defaultAction", defaultAction)
            writer.member("defaultErrnoRet", defaultErrno)
            writer.member("architectures", architectures)
            writer.member("flags", flags)
            writer.member("listenerPath", listenerPath)
            writer.member("listenerMetadata", listenerMetadata)
            writer.member("syscalls", systemCalls)
        }
    }
}

extension RuntimeSpec.SystemCallRule: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        names = try object.required("names")
        action = try object.required("action")
        errno = try object.optional("errnoRet")
        arguments = try object.optional("args")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("names", names)
            writer.member("action", action)
            writer.member("errnoRet", errno)
            writer.member("args", arguments)
        }
    }
}

extension RuntimeSpec.SystemCallArgument: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        index = try object.required("index")
        self.value = try object.required("value")
        secondValue = try object.optional("valueTwo")
        comparison = try object.required("op")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("index", index)
            writer.member("value", value)
            writer.member("valueTwo", secondValue)
            writer.member("op", comparison)
        }
    }
}

extension RuntimeSpec.SeccompAction: JSONReadable, JSONWritable {}

extension RuntimeSpec.SeccompOperator: JSONReadable, JSONWritable {}
