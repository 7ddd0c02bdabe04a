/// What never changes about a container, kept as `container.json` in its
/// directory. What the runtime is to do stands in `config.json` beside it.
public struct ContainerRecord: Hashable, Sendable {
    public var id: String
    public var name: String
    /// The image as the user named it.
    public var image: String
    /// The digest of its configuration.
    public var imageID: String
    /// Nanoseconds since 1970.
    public var createdAt: Int64
    /// The program and its arguments.
    public var arguments: [String]
    public var labels: [String: String]
    public var interactive: Bool
    public var terminal: Bool
    public var removeOnExit: Bool
    /// By name: `SIGTERM`.
    public var stopSignal: String
    public var network: NetworkMode
    /// Targets are absolute and without `.` and `..`; every volume has its name.
    public var mounts: [MountOption] = []
}
