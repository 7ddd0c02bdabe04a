import JSON

extension ImageConfig: JSONReadable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            created: try object.optional("created"), author: try object.optional("author"),
            architecture: try object.required("architecture"), os: try object.required("os"),
            variant: try object.optional("variant"), config: try object.optional("config"),
            rootfs: try object.required("rootfs"), history: try object.optional("history"))
    }
}

extension ImageConfig.RootFilesystem: JSONReadable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(type: try object.required("type"), diffIDs: try object.required("diff_ids"))
    }
}

extension ImageConfig.HistoryEntry: JSONReadable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            created: try object.optional("created"), createdBy: try object.optional("created_by"),
            author: try object.optional("author"), comment: try object.optional("comment"),
            emptyLayer: try object.optional("empty_layer"))
    }
}

extension ContainerDefaults: JSONReadable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            user: try object.optional("User"), exposedPorts: try object.optional("ExposedPorts"),
            environment: try object.optional("Env"), entrypoint: try object.optional("Entrypoint"),
            command: try object.optional("Cmd"), volumes: try object.optional("Volumes"),
            workingDirectory: try object.optional("WorkingDir"), labels: try object.optional("Labels"),
            stopSignal: try object.optional("StopSignal"))
        shell = try object.optional("Shell")
        healthcheck = try object.optional("Healthcheck")
        onBuild = try object.optional("OnBuild")
    }
}

extension ContainerDefaults.Empty: JSONReadable {
    public init(json value: JSONValue) throws(JSONError) {
        _ = try JSONObject(json: value)
        self.init()
    }
}

extension ContainerDefaults.Healthcheck: JSONReadable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        test = try object.optional("Test")
        interval = try object.optional("Interval")
        timeout = try object.optional("Timeout")
        startPeriod = try object.optional("StartPeriod")
        startInterval = try object.optional("StartInterval")
        retries = try object.optional("Retries")
    }
}
