import LinuxSystem

/// What is kept of a container as `container.json` in its directory: where it
/// came from and all that was asked of it. `rename` and `update` replace it as a
/// whole. What the runtime is to do at a start is made from it, as `config.json`
/// beside it.
public struct ContainerRecord: Hashable, Sendable {
    public var name: String
    /// The image as the user named it.
    public var image: String
    /// The digest of its configuration.
    public var imageID: String
    /// Nanoseconds since 1970.
    public var createdAt: Int64
    public var removeOnExit: Bool
    public var settings: ContainerSettings

    public var id: String { settings.id.description }
    /// The program and its arguments.
    public var arguments: [String] { settings.arguments }
    public var labels: [String: String] { settings.labels }
    public var interactive: Bool { settings.interactive }
    public var terminal: Bool { settings.terminal }
    /// By name: `SIGTERM`.
    public var stopSignal: String { settings.stopSignal.name }
    public var network: NetworkMode { settings.network }
    /// Targets are absolute and without `.` and `..`; every volume has its name.
    public var mounts: [MountOption] { settings.mounts }
}
