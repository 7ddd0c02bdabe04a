import JSON
import OCI

/// A further process of a container, as a visitor asks for it: the program, and
/// what is to differ from the container's own process. All else the supervisor
/// knows, so that a visitor needs to read nothing of the container before.
public struct ProcessRequest: Hashable, Sendable {
    /// Whom the process runs as instead of the container's user.
    public struct OtherUser: Hashable, Sendable {
        /// Ids inside the container.
        public var user: RuntimeSpec.User
        /// Its `HOME`; `nil` leaves the container's.
        public var home: String?

        public init(_ user: RuntimeSpec.User, home: String?) {
            self.user = user
            self.home = home
        }
    }

    /// The id or the name of the container that is meant. A name may have come to another one meanwhile.
    public var container: String
    /// The program and its arguments, as execvp(3) takes them.
    public var arguments: [String]
    /// Applied to the container's variables: `KEY=VALUE` adds or replaces, `KEY` alone removes.
    public var environment: [String] = []
    /// The standard streams are one terminal of its own.
    public var terminal = false
    /// The terminal's at the start; `nil`: the kernel's default.
    public var consoleSize: RuntimeSpec.ConsoleSize?
    /// `nil`: the container's.
    public var user: OtherUser?
    /// Absolute; `nil`: the container's.
    public var workingDirectory: String?
    /// The bounding set; `nil`: the container's.
    public var capabilities: [String]?

    public init(container: String, arguments: [String]) {
        self.container = container
        self.arguments = arguments
    }
}

extension ProcessRequest {
    /// The container's own process, changed as asked.
    func process(from own: RuntimeSpec.Process) -> RuntimeSpec.Process {
        var process = own
        process.arguments = arguments
        process.terminal = terminal
        process.consoleSize = consoleSize
        process.user = user?.user ?? own.user
        process.workingDirectory = workingDirectory ?? own.workingDirectory
        process.environment = variables(from: own.environment ?? [])
        // What execve(2) leaves to a user who isn't root: the bounding set alone.
        let bounding = capabilities ?? own.capabilities?.bounding ?? []
        let granted = process.user.userID == 0 ? bounding : []
        process.capabilities = RuntimeSpec.CapabilitySets(
            bounding: bounding, effective: granted, inheritable: [], permitted: granted, ambient: [])
        return process
    }

    private func variables(from own: [String]) -> [String] {
        var variables = Environment(own)
        if let home = user?.home { variables.apply("HOME=\(home)") }
        for entry in environment { variables.apply(entry) }
        if terminal { variables.applyDefault("TERM=xterm") }
        for entry in own where entry.hasPrefix("HOME=") { variables.applyDefault(entry) }
        return variables.entries
    }
}

extension ProcessRequest: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        container = try object.required("container")
        arguments = try object.required("args")
        environment = try object.optional("env") ?? []
        terminal = try object.optional("terminal") ?? false
        consoleSize = try object.optional("consoleSize")
        user = try object.optional("user")
        workingDirectory = try object.optional("cwd")
        capabilities = try object.optional("capabilities")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("container", container)
            writer.member("args", arguments)
            if !environment.isEmpty { writer.member("env", environment) }
            if terminal { writer.member("terminal", true) }
            writer.member("consoleSize", consoleSize)
            writer.member("user", user)
            writer.member("cwd", workingDirectory)
            writer.member("capabilities", capabilities)
        }
    }
}

extension ProcessRequest.OtherUser: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        user = try object.required("user")
        home = try object.optional("home")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("user", user)
            writer.member("home", home)
        }
    }
}
