import JSON

extension RuntimeSpec.BlockIO: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        weight = try object.optional("weight")
        leafWeight = try object.optional("leafWeight")
        deviceWeights = try object.optional("weightDevice")
        readBytes = try object.optional("throttleReadBpsDevice")
        writeBytes = try object.optional("throttleWriteBpsDevice")
        readOperations = try object.optional("throttleReadIOPSDevice")
        writeOperations = try object.optional("throttleWriteIOPSDevice")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("weight", weight)
            writer.member("leafWeight", leafWeight)
            writer.member("weightDevice", deviceWeights)
            writer.member("throttleReadBpsDevice", readBytes)
            writer.member("throttleWriteBpsDevice", writeBytes)
            writer.member("throttleReadIOPSDevice", readOperations)
            writer.member("throttleWriteIOPSDevice", writeOperations)
        }
    }
}

extension RuntimeSpec.DeviceWeight: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        major = try object.required("major")
        minor = try object.required("minor")
        weight = try object.optional("weight")
        leafWeight = try object.optional("leafWeight")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("major", major)
            writer.member("minor", minor)
            writer.member("weight", weight)
            writer.member("leafWeight", leafWeight)
        }
    }
}

extension RuntimeSpec.DeviceThrottle: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        major = try object.required("major")
        minor = try object.required("minor")
        rate = try object.required("rate")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("major", major)
            writer.member("minor", minor)
            writer.member("rate", rate)
        }
    }
}
