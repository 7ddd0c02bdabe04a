import JSON

/// Whose namespaces a container has, where they aren't its own: `--pid`,
/// `--ipc`, `--uts`, `--cgroupns`; and whose cgroup its own is in.
public struct SharingOptions: Hashable, Sendable {
    /// `--pid`: pid_namespaces(7).
    public var pid = NamespaceMode.private
    /// `--ipc`.
    public var ipc = IPCMode.private
    /// `--uts`: uts_namespaces(7), with the host name.
    public var uts = NamespaceMode.private
    /// Its own or the host's.
    public var cgroup = NamespaceMode.private
    /// The cgroup that the container's is made in, an absolute path beneath each hierarchy.
    public var cgroupParent: String?

    public init() {}

    /// The containers that it refers to, by name or id.
    var containers: [String] { [pid.container, ipc.container, uts.container].compactMap { $0 } }
}

/// Whose namespace of one kind a container is in.
public enum NamespaceMode: RawRepresentable, Hashable, Sendable {
    /// One of its own.
    case `private`
    case host
    /// That of another container, by name or id.
    case container(String)

    public init?(rawValue: String) {
        switch rawValue {
        case "private", "": self = .private
        case "host": self = .host
        default:
            guard let name = SharedContainer.name(in: rawValue) else { return nil }
            self = .container(name)
        }
    }

    public var rawValue: String {
        switch self {
        case .private: "private"
        case .host: "host"
        case .container(let name): SharedContainer.prefix + name
        }
    }

    var container: String? {
        if case .container(let name) = self { name } else { nil }
    }
}

/// `--ipc`: whose IPC namespace (ipc_namespaces(7)) a container is in, and what its `/dev/shm` is.
public enum IPCMode: RawRepresentable, Hashable, Sendable {
    /// One of its own, for it alone.
    case `private`
    /// One of its own, which others may join.
    case shareable
    /// One of its own, and no `/dev/shm`.
    case none
    case host
    /// That of another container, by name or id.
    case container(String)

    public init?(rawValue: String) {
        switch rawValue {
        case "private", "": self = .private
        case "shareable": self = .shareable
        case "none": self = .none
        case "host": self = .host
        default:
            guard let name = SharedContainer.name(in: rawValue) else { return nil }
            self = .container(name)
        }
    }

    public var rawValue: String {
        switch self {
        case .private: "private"
        case .shareable: "shareable"
        case .none: "none"
        case .host: "host"
        case .container(let name): SharedContainer.prefix + name
        }
    }

    var container: String? {
        if case .container(let name) = self { name } else { nil }
    }

    /// Whose namespace that is.
    var namespace: NamespaceMode {
        switch self {
        case .private, .shareable, .none: .private
        case .host: .host
        case .container(let name): .container(name)
        }
    }
}

/// `container:NAME`, as Docker writes another container.
enum SharedContainer {
    static let prefix = "container:"

    /// `nil` when the text names none.
    static func name(in text: String) -> String? {
        guard text.hasPrefix(prefix), text.utf8.count > prefix.utf8.count else { return nil }
        return String(text.dropFirst(prefix.utf8.count))
    }
}

// MARK: - Options

extension NamespaceMode {
    /// `--pid`, `--uts`.
    public init(parsing text: String) throws(InvalidOption) {
        guard let mode = Self(rawValue: text) else { throw InvalidOption("must be private, host or container:NAME") }
        self = mode
    }

    /// `--cgroupns`.
    public init(cgroup text: String) throws(InvalidOption) {
        guard let mode = Self(rawValue: text), mode.container == nil else {
            throw InvalidOption("must be private or host")
        }
        self = mode
    }
}

extension IPCMode {
    /// `--ipc`.
    public init(parsing text: String) throws(InvalidOption) {
        guard let mode = Self(rawValue: text) else {
            throw InvalidOption("must be private, shareable, none, host or container:NAME")
        }
        self = mode
    }
}

extension SharingOptions {
    /// `--cgroup-parent`; what doesn't start with a slash starts at the top.
    public static func cgroupParent(parsing text: String) throws(InvalidOption) -> String? {
        guard !text.split(separator: "/").contains("..") else { throw InvalidOption("must not lead up through ..") }
        let path = text.cleanedPath
        return path == "/" ? nil : path
    }
}

// MARK: - JSON

extension SharingOptions: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        if let text: String = try object.optional("pid") { pid = NamespaceMode(rawValue: text) ?? .private }
        if let text: String = try object.optional("ipc") { ipc = IPCMode(rawValue: text) ?? .private }
        if let text: String = try object.optional("uts") { uts = NamespaceMode(rawValue: text) ?? .private }
        if let text: String = try object.optional("cgroup") { cgroup = NamespaceMode(rawValue: text) ?? .private }
        cgroupParent = try object.optional("cgroupParent")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("pid", pid.rawValue)
            writer.member("ipc", ipc.rawValue)
            writer.member("uts", uts.rawValue)
            writer.member("cgroup", cgroup.rawValue)
            writer.member("cgroupParent", cgroupParent)
        }
    }
}
