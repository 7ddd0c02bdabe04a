import JSON

/// `--network`.
public enum NetworkMode: RawRepresentable, Hashable, Sendable {
    /// A network namespace of its own, with nothing but loopback.
    case none
    /// The host's.
    case host
    /// That of another container, by name or id.
    case container(String)
    /// One of its own, with a link in the network of that name, and perhaps in others.
    case named(String)

    /// `nil` for `container:` without a name.
    public init?(rawValue: String) {
        switch rawValue {
        case "none": self = .none
        case "host": self = .host
        default:
            if let name = SharedContainer.name(in: rawValue) {
                self = .container(name)
            } else if rawValue.isEmpty || rawValue.hasPrefix(SharedContainer.prefix) {
                return nil
            } else {
                self = .named(NetworkRecord.canonicalName(rawValue))
            }
        }
    }

    /// Docker's word: `none`, `host`, `container:ID`, a network's name.
    public var rawValue: String {
        switch self {
        case .none: "none"
        case .host: "host"
        case .container(let name): SharedContainer.prefix + name
        case .named(let name): name
        }
    }

    /// The container whose network it is, by name or id.
    var container: String? {
        if case .container(let name) = self { name } else { nil }
    }

    /// Whose namespace that is.
    var namespace: NamespaceMode {
        switch self {
        case .none, .named: .private
        case .host: .host
        case .container(let name): .container(name)
        }
    }
}

extension NetworkMode: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        self = NetworkMode(rawValue: try String(json: value)) ?? .none
    }
}
