import JSON

extension RuntimeSpec.Personality: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        domain = try object.required("domain")
        flags = try object.optional("flags")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("domain", domain)
            writer.member("flags", flags)
        }
    }
}

extension RuntimeSpec.MemoryPolicy: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        mode = try object.required("mode")
        nodes = try object.optional("nodes")
        flags = try object.optional("flags")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("mode", mode)
            writer.member("nodes", nodes)
            writer.member("flags", flags)
        }
    }
}

extension RuntimeSpec.IntelRdt: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        classID = try object.optional("closID")
        schemata = try object.optional("schemata")
        l3CacheSchema = try object.optional("l3CacheSchema")
        memoryBandwidthSchema = try object.optional("memBwSchema")
        enableMonitoring = try object.optional("enableMonitoring")
        enableCacheMonitoring = try object.optional("enableCMT")
        enableBandwidthMonitoring = try object.optional("enableMBM")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("closID", classID)
            writer.member("schemata", schemata)
            writer.member("l3CacheSchema", l3CacheSchema)
            writer.member("memBwSchema", memoryBandwidthSchema)
            writer.member("enableMonitoring", enableMonitoring)
            writer.member("enableCMT", enableCacheMonitoring)
            writer.member("enableMBM", enableBandwidthMonitoring)
        }
    }
}
