import LinuxSystem

/// What is kept of a container as `container.json` in its directory: where it
/// came from and all that was asked of it. `rename` and `update` replace it as a
/// whole. What the runtime is to do at a start is made from it, as `config.json`
/// beside it.
public struct ContainerRecord: Hashable, Sendable {
    /// Unique on the host, as the database sees to.
    public var name: String
    /// The image as the user named it.
    public var image: String
    /// The digest of its configuration.
    public var imageID: String
    /// Nanoseconds since 1970.
    public var createdAt: Int64
    /// `--rm`: it is removed when it has ended.
    public var removeOnExit: Bool
    /// All else that was asked of it.
    public var settings: ContainerSettings

    /// 64 hexadecimal digits, which name its directory, too.
    public var id: String { settings.id.description }
    /// The program and its arguments.
    public var arguments: [String] { settings.arguments }
    /// Free texts by name, `--label`.
    public var labels: [String: String] { settings.labels }
    /// Standard input is kept for whoever attaches.
    public var interactive: Bool { settings.interactive }
    /// Its standard streams are a terminal of its own.
    public var terminal: Bool { settings.terminal }
    /// By name: `SIGTERM`.
    public var stopSignal: String { settings.stopSignal.name }
    /// Whose network it has.
    public var network: NetworkMode { settings.network }
    /// Targets are absolute and without `.` and `..`; every volume has its name.
    public var mounts: [MountOption] { settings.mounts }
}
