import JSON

extension Digest: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let text = try String(json: value)
        do {
            try self.init(parsing: text)
        } catch {
            throw JSONError(reason: "\(error)")
        }
    }

    public func write(to writer: inout JSONWriter) { writer.string(text) }
}

extension MediaType: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        self.init(rawValue: try String(json: value))
    }
}

extension Platform: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            os: try object.required("os"), architecture: try object.required("architecture"),
            variant: try object.optional("variant"))
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("architecture", architecture)
            writer.member("os", os)
            writer.member("variant", variant)
        }
    }
}

extension BlobDescriptor: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            mediaType: try object.required("mediaType"), digest: try object.required("digest"),
            size: try object.required("size"), urls: try object.optional("urls"),
            annotations: try object.optional("annotations"), platform: try object.optional("platform"))
        guard size >= 0 else { throw JSONError(place: "size", reason: "\(size) is negative") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("mediaType", mediaType)
            writer.member("digest", digest)
            writer.member("size", size)
            writer.member("urls", urls)
            writer.member("annotations", annotations)
            writer.member("platform", platform)
        }
    }
}

extension ImageManifest: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            config: try object.required("config"), layers: try object.required("layers"),
            annotations: try object.optional("annotations"))
        schemaVersion = try object.required("schemaVersion")
        mediaType = try object.optional("mediaType")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("schemaVersion", schemaVersion)
            writer.member("mediaType", mediaType)
            writer.member("config", config)
            writer.member("layers", layers)
            writer.member("annotations", annotations)
        }
    }
}

extension ImageIndex: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(manifests: try object.required("manifests"), annotations: try object.optional("annotations"))
        schemaVersion = try object.required("schemaVersion")
        mediaType = try object.optional("mediaType")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("schemaVersion", schemaVersion)
            writer.member("mediaType", mediaType)
            writer.member("manifests", manifests)
            writer.member("annotations", annotations)
        }
    }
}
