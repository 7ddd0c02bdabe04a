/// The files by which a container resolves names and knows its own, each of
/// which is mounted over the image's.
enum NameFile: String, CaseIterable, Sendable {
    case hosts
    case hostname
    case resolver = "resolv.conf"

    /// Its place in the container.
    var target: String { "/etc/\(rawValue)" }

    /// Its name in the container's directory.
    var fileName: String { rawValue }

    /// Whether a mount of a specification is one of these: of the engine's making, not of the user's.
    static func isMount(of source: String, at destination: String) -> Bool {
        guard let file = allCases.first(where: { $0.target == destination }) else { return false }
        if source == destination { return true }
        let parts = source.split(separator: "/")
        return parts.count >= 3 && parts[parts.count - 1] == file.fileName && parts[parts.count - 3] == "containers"
            && ContainerID(parsing: String(parts[parts.count - 2])) != nil
    }
}

/// A file of the engine's that is mounted in a container.
public struct NameFileMount: Hashable, Sendable {
    /// The host's path.
    public var source: String
    /// The container's.
    public var target: String
    public var isReadOnly: Bool

    public init(source: String, target: String, isReadOnly: Bool) {
        self.source = source
        self.target = target
        self.isReadOnly = isReadOnly
    }
}
