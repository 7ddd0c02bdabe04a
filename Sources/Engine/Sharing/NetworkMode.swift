import JSON

/// `--network`.
public enum NetworkMode: RawRepresentable, Hashable, Sendable {
    /// A network namespace of its own, with nothing but loopback.
    case none
    /// The host's.
    case host
    /// That of another container, by name or id.
    case container(String)

    public init?(rawValue: String) {
        switch rawValue {
        case "none": self = .none
        case "host": self = .host
        default:
            guard let name = SharedContainer.name(in: rawValue) else { return nil }
            self = .container(name)
        }
    }

    /// Docker's word: `none`, `host`, `container:ID`.
    public var rawValue: String {
        switch self {
        case .none: "none"
        case .host: "host"
        case .container(let name): SharedContainer.prefix + name
        }
    }

    /// The container whose network it is, by name or id.
    var container: String? {
        if case .container(let name) = self { name } else { nil }
    }

    /// Whose namespace that is.
    var namespace: NamespaceMode {
        switch self {
        case .none: .private
        case .host: .host
        case .container(let name): .container(name)
        }
    }

    /// `--network`.
    public init(parsing text: String) throws(InvalidOption) {
        guard let mode = Self(rawValue: text) else {
            throw InvalidOption("only none, host and container:NAME are supported yet")
        }
        self = mode
    }
}

extension NetworkMode: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        self = NetworkMode(rawValue: try String(json: value)) ?? .none
    }
}
