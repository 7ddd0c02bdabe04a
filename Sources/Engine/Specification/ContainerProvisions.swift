import OCI

/// What the engine has made ready for one container and its specification
/// refers to.
public struct ContainerProvisions: Hashable, Sendable {
    /// The root file system's path on the host.
    public var root: String
    /// `ContainerSettings.user`, looked up in that root.
    public var user: ResolvedUser
    /// The profile that `ContainerSettings.seccomp` names; `nil`: no filter.
    public var seccomp: SeccompProfile?
    /// The devices asked for, or all of the host's when the container is privileged.
    public var devices: [DeviceGrant]
    /// The files by which names are resolved in the container.
    public var nameFiles: [NameFileMount]
    /// The host's path of the reaping init, for `--init`.
    public var initProgram: String
    /// Namespaces of other containers that the settings name, each with its file.
    public var joinedNamespaces: [RuntimeSpec.Namespace] = []
    /// The host name of the container whose network it shares; `nil`: the settings' own.
    public var hostname: String?
    /// The host's ids that `--userns auto` may use, from id 0 inside.
    public var identifiers: RuntimeSpec.IDMapping?

    public init(
        root: String, user: ResolvedUser, seccomp: SeccompProfile? = nil, devices: [DeviceGrant] = [],
        nameFiles: [NameFileMount] = [], initProgram: String = "", identifiers: RuntimeSpec.IDMapping? = nil
    ) {
        self.root = root
        self.user = user
        self.seccomp = seccomp
        self.devices = devices
        self.nameFiles = nameFiles
        self.initProgram = initProgram
        self.identifiers = identifiers
    }
}
