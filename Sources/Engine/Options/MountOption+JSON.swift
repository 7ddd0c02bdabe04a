import JSON

extension MountOption: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            source: try Source(object), target: try object.required("target"),
            readOnly: try object.optional("readOnly") ?? false,
            keepsOwners: try object.optional("keepsOwners") ?? false, subpath: try object.optional("subpath"))
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            source.write(to: &writer)
            writer.member("target", target)
            if readOnly { writer.member("readOnly", true) }
            if keepsOwners { writer.member("keepsOwners", true) }
            writer.member("subpath", subpath)
        }
    }
}

extension MountOption.Source {
    /// What has a path is bound, what has a volume is one, and the rest is memory.
    fileprivate init(_ object: JSONObject) throws(JSONError) {
        if let path: String = try object.optional("path") {
            self = .bind(
                path: path, createMissing: try object.optional("createMissing") ?? false,
                propagation: try object.optional("propagation"), recursive: try object.optional("recursive") ?? true)
        } else if let volume: VolumeMount = try object.optional("volume") {
            self = .volume(volume)
        } else {
            self = .tmpfs(
                size: try object.optional("size"), mode: try object.optional("mode"),
                options: try object.optional("options") ?? [])
        }
    }

    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .bind(let path, let createMissing, let propagation, let recursive):
            writer.member("path", path)
            if createMissing { writer.member("createMissing", true) }
            writer.member("propagation", propagation)
            if !recursive { writer.member("recursive", false) }
        case .tmpfs(let size, let mode, let options):
            writer.member("size", size)
            writer.member("mode", mode)
            if !options.isEmpty { writer.member("options", options) }
        case .volume(let volume): writer.member("volume", volume)
        }
    }
}

extension VolumeMount: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            name: try object.optional("name"), isAnonymous: try object.optional("anonymous") ?? false,
            copiesUp: try object.optional("copiesUp") ?? true, labels: try object.optional("labels") ?? [:],
            options: try object.optional("options") ?? [:])
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            if isAnonymous { writer.member("anonymous", true) }
            if !copiesUp { writer.member("copiesUp", false) }
            if !labels.isEmpty { writer.member("labels", labels) }
            if !options.isEmpty { writer.member("options", options) }
        }
    }
}
