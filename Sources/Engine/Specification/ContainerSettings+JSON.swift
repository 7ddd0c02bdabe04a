import JSON
import LinuxSystem
import OCI
import Runtime

/// As `container.json` keeps them: all that was asked of a container, with the
/// defaults filled in, so that it can be started again at any time.
extension ContainerSettings: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        id = try object.required("id")
        arguments = try object.required("arguments")
        environment = try object.required("environment")
        workingDirectory = try object.required("workingDirectory")
        user = try object.required("user")
        hostname = try object.required("hostname")
        domainName = try object.optional("domainName")
        labels = try object.required("labels")
        interactive = try object.required("interactive")
        terminal = try object.required("terminal")
        initProcess = try object.required("init")
        stopSignal = try object.required("stopSignal")
        stopTimeout = try object.optional("stopTimeout")
        restartPolicy = try object.optional("restart") ?? .no
        healthCheck = try object.optional("healthCheck")
        capabilities = CapabilitySet(rawValue: try object.required("capabilities"))
        privileged = try object.required("privileged")
        readOnlyRoot = try object.required("readOnlyRoot")
        noNewPrivileges = try object.required("noNewPrivileges")
        seccomp = try object.required("seccomp")
        network = try object.required("network")
        networks = try object.optional("networks") ?? NetworkOptions()
        names = try object.optional("names") ?? NameOptions()
        sharing = try object.optional("sharing") ?? SharingOptions()
        userNamespace = try object.required("userNamespace")
        mounts = try object.required("mounts")
        devices = try object.required("devices")
        sharedMemorySize = try object.required("sharedMemorySize")
        sysctls = try object.required("sysctls")
        resources = try object.required("resources")
        resourceLimits = try object.required("resourceLimits")
        oomScoreAdjustment = try object.optional("oomScoreAdjustment")
        log = try object.optional("log") ?? .standard
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writeProcess(to: &writer)
            writer.member("capabilities", capabilities.rawValue)
            writer.member("privileged", privileged)
            writer.member("readOnlyRoot", readOnlyRoot)
            writer.member("noNewPrivileges", noNewPrivileges)
            writer.member("seccomp", seccomp)
            writer.member("network", network)
            if networks != NetworkOptions() { writer.member("networks", networks) }
            if names != NameOptions() { writer.member("names", names) }
            if sharing != SharingOptions() { writer.member("sharing", sharing) }
            writer.member("userNamespace", userNamespace)
            writer.member("mounts", mounts)
            writer.member("devices", devices)
            writer.member("sharedMemorySize", sharedMemorySize)
            writer.member("sysctls", sysctls)
            writer.member("resources", resources)
            writer.member("resourceLimits", resourceLimits)
            writer.member("oomScoreAdjustment", oomScoreAdjustment)
            if log != .standard { writer.member("log", log) }
        }
    }

    private func writeProcess(to writer: inout JSONWriter) {
        writer.member("id", id)
        writer.member("arguments", arguments)
        writer.member("environment", environment)
        writer.member("workingDirectory", workingDirectory)
        writer.member("user", user)
        writer.member("hostname", hostname)
        writer.member("domainName", domainName)
        writer.member("labels", labels)
        writer.member("interactive", interactive)
        writer.member("terminal", terminal)
        writer.member("init", initProcess)
        writer.member("stopSignal", stopSignal)
        writer.member("stopTimeout", stopTimeout)
        if restartPolicy != .no { writer.member("restart", restartPolicy) }
        writer.member("healthCheck", healthCheck)
    }
}

extension ContainerID: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        guard let id = ContainerID(parsing: try String(json: value)) else {
            throw JSONError(expected: "a container's id", found: value)
        }
        self = id
    }

    public func write(to writer: inout JSONWriter) { writer.string(description) }
}

extension Signal: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        guard let signal = Signal(parsing: try String(json: value)) else {
            throw JSONError(expected: "a signal", found: value)
        }
        self = signal
    }

    public func write(to writer: inout JSONWriter) { writer.string(name) }
}
