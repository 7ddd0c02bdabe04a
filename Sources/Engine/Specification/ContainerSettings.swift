import LinuxSystem
import OCI
import Runtime

/// A container as it will be: what the user asked for, with the image's and
/// Docker's defaults filled in, and checked. Every value is final but for the
/// user, who is looked up in the image's files once its root is there.
///
/// It is made by pure functions from `RunOptions` and the image's defaults, and
/// becomes a `RuntimeSpec`; it opens no file and changes nothing.
public struct ContainerSettings: Hashable, Sendable {
    /// Chosen at random.
    public var id: ContainerID
    /// The program and its arguments; never empty.
    public var arguments: [String]
    /// `KEY=VALUE`, each key once.
    public var environment: [String]
    /// Absolute and without `.` and `..`.
    public var workingDirectory: String
    /// As `UserDatabase.resolve` takes it.
    public var user: String
    /// What gethostname(2) tells inside; in the host's UTS namespace, the host's.
    public var hostname: String
    /// The NIS domain, which the host name's domain is, too.
    public var domainName: String?
    /// The image's and the user's, by name.
    public var labels: [String: String]
    /// Standard input is kept for whoever attaches.
    public var interactive: Bool
    /// Its standard streams are a terminal of its own.
    public var terminal: Bool
    /// A small reaping init as process 1.
    public var initProcess: Bool
    /// What asks it to end.
    public var stopSignal: Signal
    /// Seconds from the stop signal to SIGKILL; -1 waits without end, `nil`: ten.
    public var stopTimeout: Int?
    /// When it is started again by itself.
    public var restartPolicy: RestartPolicy
    /// How it is found to be well; `nil`: it isn't looked at.
    public var healthCheck: HealthCheck?

    /// What its first process has, and none of its processes can go beyond.
    public var capabilities: CapabilitySet
    /// All capabilities and devices, no filter, nothing masked.
    public var privileged: Bool
    /// Its root can't be written to.
    public var readOnlyRoot: Bool
    /// prctl(2) PR_SET_NO_NEW_PRIVS.
    public var noNewPrivileges: Bool
    /// Its filter of system calls.
    public var seccomp: SeccompOption
    /// Whose network it has.
    public var network: NetworkMode
    /// Its links and ports; none in somebody else's network.
    public var networks: NetworkOptions
    /// How it resolves names.
    public var names: NameOptions
    /// Whose namespaces it has.
    public var sharing: SharingOptions
    /// Whether it has a user namespace of its own.
    public var userNamespace: UserNamespaceMode

    /// Targets are absolute and without `.` and `..`.
    public var mounts: [MountOption]
    /// Nodes of the host beyond the usual ones.
    public var devices: [DeviceOption]
    /// The size of `/dev/shm` in bytes.
    public var sharedMemorySize: UInt64
    /// Of its own namespaces, by name.
    public var sysctls: [String: String]

    /// `memorySwap` is set wherever `memory` is.
    public var resources: ResourceOptions
    /// Each name once.
    public var resourceLimits: [ResourceLimitOption]
    /// -1000…1000.
    public var oomScoreAdjustment: Int?
    /// Where its output is kept, and how much of it.
    public var log: LogSettings
}

extension ContainerSettings {
    /// Fills in the defaults and checks the result. Throws `invalid` for what
    /// can't be, and `conflict` for options that exclude each other.
    public init(
        options: RunOptions, image: ContainerDefaults?, id: ContainerID, host: HostFacts
    ) throws(EngineError) {
        let labels = (image?.labels ?? [:]).merging(options.labels) { $1 }
        let hostname = try Self.hostname(options, id: id, host: host)
        let environment = Self.environment(options, image, hostname: hostname)
        self.init(
            id: id,
            arguments: try Self.arguments(options, image),
            environment: environment,
            workingDirectory: (options.workingDirectory ?? image?.workingDirectory ?? "/").cleanedPath,
            user: options.user ?? image?.user ?? "",
            hostname: hostname,
            domainName: options.domainName,
            labels: labels,
            interactive: options.interactive,
            terminal: options.terminal,
            initProcess: options.initProcess,
            stopSignal: try Self.stopSignal(options, image),
            stopTimeout: options.stopTimeout,
            restartPolicy: options.restartPolicy,
            healthCheck: try Self.healthCheck(options.health, image: image),
            capabilities: try Self.capabilities(options, on: host),
            privileged: options.privileged,
            readOnlyRoot: options.readOnlyRoot,
            noNewPrivileges: options.noNewPrivileges,
            seccomp: options.seccomp,
            network: options.network,
            networks: try Self.networks(options, image),
            names: options.names,
            sharing: options.sharing,
            userNamespace: options.userNamespace,
            mounts: try Self.mounts(options, image),
            devices: options.devices,
            sharedMemorySize: options.sharedMemorySize ?? 64 << 20,
            sysctls: options.sysctls,
            resources: Self.resources(options.resources),
            resourceLimits: Self.resourceLimits(options.resourceLimits),
            oomScoreAdjustment: options.oomScoreAdjustment,
            log: options.log.settings(labels: labels, environment: environment))
        if restartPolicy == .unhealthy, healthCheck == nil {
            throw EngineError(.invalid, "--restart unhealthy needs a health check: give one with --health-cmd")
        }
        try check(on: host)
    }

    private static func stopSignal(
        _ options: RunOptions, _ image: ContainerDefaults?
    ) throws(EngineError) -> Signal {
        if let signal = options.stopSignal { return signal }
        guard let text = image?.stopSignal, !text.isEmpty else { return .terminate }
        guard let signal = Signal(parsing: text) else {
            throw EngineError(.invalid, "the image's stop signal \"\(text)\" is no signal: give one with --stop-signal")
        }
        return signal
    }
}

extension ContainerSettings {
    /// The container's cgroup, beneath each hierarchy.
    var cgroupPath: String { "\(sharing.cgroupParent ?? "")/skiff-\(id)" }
}
