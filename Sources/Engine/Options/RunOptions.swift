import LinuxSystem
import Runtime

/// What a user asks of a new container, before the image's own defaults are
/// added: the flags of `skiff run`, each parsed once. Absent means "not asked".
public struct RunOptions: Hashable, Sendable {
    /// The image as written: a name, a digest, an id.
    public var image: String
    /// The words after the image; empty means the image's own command.
    public var command: [String] = []
    /// `--entrypoint`; an empty text removes the image's entrypoint.
    public var entrypoint: String?

    public var name: String?
    public var hostname: String?
    public var domainName: String?
    /// `-u`: `name`, `uid`, `name:group`, `uid:gid`.
    public var user: String?
    public var workingDirectory: String?
    /// `KEY=VALUE` from `-e` and `--env-file`, in order; `KEY` alone removes the image's.
    public var environment: [String] = []
    public var labels: [String: String] = [:]

    public var interactive = false
    public var terminal = false
    public var detach = false
    public var detachKeys = DetachKeys.standard
    public var removeOnExit = false
    /// A small reaping init as process 1.
    public var initProcess = false

    public var mounts: [MountOption] = []
    public var volumesFrom: [VolumesFromOption] = []
    public var devices: [DeviceOption] = []
    /// Whose network it has: the first of `networks` by name.
    public var network = NetworkMode.none
    public var networks = NetworkOptions()
    /// `--ip`, `--ip6`, `--network-alias`, `--mac-address`: they are meant for the first network, whose name isn't
    /// known yet.
    public var firstConnection: NetworkConnection?
    /// Whether `--network` was given.
    public var asksForNetwork = false
    public var names = NameOptions()
    public var sharing = SharingOptions()
    public var resources = ResourceOptions()
    public var resourceLimits: [ResourceLimitOption] = []
    public var sysctls: [String: String] = [:]

    /// Names as given, `ALL` among them.
    public var addedCapabilities: [String] = []
    public var droppedCapabilities: [String] = []
    public var privileged = false
    public var readOnlyRoot = false
    public var noNewPrivileges = false
    public var seccomp = SeccompOption.standard
    public var userNamespace = UserNamespaceMode.host

    /// The size of `/dev/shm` in bytes.
    public var sharedMemorySize: UInt64?
    /// -1000…1000.
    public var oomScoreAdjustment: Int?
    public var stopSignal: Signal?
    /// `--stop-timeout`, seconds; -1 waits without end.
    public var stopTimeout: Int?
    public var restartPolicy = RestartPolicy.no
    public var health = HealthOptions()
    public var pull = PullPolicy.missing
    public var log = LogOption()
    /// Nothing is done but told.
    public var plan: PlanFormat?

    public init(image: String) {
        self.image = image
    }
}

/// One `-v`, `--mount` or `--tmpfs`.
public struct MountOption: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        /// A path of the host. `createMissing`: `-v` makes an absent directory, `--mount` refuses.
        case bind(path: String, createMissing: Bool, propagation: String?, recursive: Bool)
        /// Sizes in bytes; `nil` means the kernel's default.
        case tmpfs(size: UInt64?, mode: UInt32?, options: [String])
        case volume(VolumeMount)
    }

    public var source: Source
    /// Absolute, inside the container.
    public var target: String
    public var readOnly: Bool
    /// Files keep the owners that they have on the host, by number, where the container has a user namespace.
    public var keepsOwners: Bool
    /// What of the source is mounted; a path in it, of which no link leads out.
    public var subpath: String?

    public init(
        source: Source, target: String, readOnly: Bool = false, keepsOwners: Bool = false, subpath: String? = nil
    ) {
        self.source = source
        self.target = target
        self.readOnly = readOnly
        self.keepsOwners = keepsOwners
        self.subpath = subpath
    }
}

/// One `--device HOST[:CONTAINER[:rwm]]`.
public struct DeviceOption: Hashable, Sendable {
    public var hostPath: String
    public var containerPath: String
    /// A subset of `rwm`: read, write, mknod.
    public var permissions: String

    public init(hostPath: String, containerPath: String, permissions: String = "rwm") {
        self.hostPath = hostPath
        self.containerPath = containerPath
        self.permissions = permissions
    }
}

/// Limits kept by cgroups.
public struct ResourceOptions: Hashable, Sendable {
    /// `-m`, bytes.
    public var memory: UInt64?
    /// `--memory-swap`: memory and swap together in bytes; -1 means no limit.
    public var memorySwap: Int64?
    /// `--memory-reservation`, bytes.
    public var memoryReservation: UInt64?
    /// `--cpus` in thousandths of a processor: 1500 is one and a half.
    public var milliCPUs: UInt64?
    /// `--cpu-shares`, 2…262144.
    public var cpuShares: UInt64?
    /// `--cpuset-cpus`: a list such as `0-2,4`.
    public var cpuset: String?
    /// `--pids-limit`; -1 means no limit.
    public var pids: Int64?

    public init() {}
}

/// One `--ulimit NAME=SOFT[:HARD]`; -1 means no limit.
public struct ResourceLimitOption: Hashable, Sendable {
    /// As Docker names it: `nofile`, `core`.
    public var name: String
    public var soft: Int64
    public var hard: Int64

    public init(name: String, soft: Int64, hard: Int64) {
        self.name = name
        self.soft = soft
        self.hard = hard
    }
}

/// `--security-opt seccomp=…`.
public enum SeccompOption: Hashable, Sendable {
    /// The default profile.
    case standard
    /// No filter.
    case unconfined
    /// A profile in Docker's JSON format.
    case file(String)
}

/// `--userns`.
public enum UserNamespaceMode: String, Hashable, Sendable, CaseIterable {
    /// The host's user ids.
    case host
    /// A user namespace of its own; the image's files appear owned as in the image.
    case auto
}

/// `--pull`.
public enum PullPolicy: String, Hashable, Sendable, Codable {
    case missing
    case always
    case never
}
