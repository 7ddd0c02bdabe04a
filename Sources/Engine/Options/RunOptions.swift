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

    /// `--name`; absent: one is made up.
    public var name: String?
    /// `-h`; absent: the first twelve digits of the id.
    public var hostname: String?
    /// `--domainname`, the NIS domain.
    public var domainName: String?
    /// `-u`: `name`, `uid`, `name:group`, `uid:gid`.
    public var user: String?
    /// `-w`; absent: the image's.
    public var workingDirectory: String?
    /// `KEY=VALUE` from `-e` and `--env-file`, in order; `KEY` alone removes the image's.
    public var environment: [String] = []
    /// `--label`, by name.
    public var labels: [String: String] = [:]

    /// `-i`: standard input stays open for whoever attaches.
    public var interactive = false
    /// `-t`: its standard streams are a terminal of its own.
    public var terminal = false
    /// `-d`: it is left running, and its id printed.
    public var detach = false
    /// `--detach-keys`: what is typed to leave it running.
    public var detachKeys = DetachKeys.standard
    /// `--rm`.
    public var removeOnExit = false
    /// A small reaping init as process 1.
    public var initProcess = false

    /// `-v`, `--mount` and `--tmpfs`, in order.
    public var mounts: [MountOption] = []
    /// `--volumes-from`.
    public var volumesFrom: [VolumesFromOption] = []
    /// `--device`.
    public var devices: [DeviceOption] = []
    /// Whose network it has: the first of `networks` by name.
    public var network = NetworkMode.none
    /// Its links, addresses, ports and rates.
    public var networks = NetworkOptions()
    /// `--ip`, `--ip6`, `--network-alias`, `--mac-address`: they are meant for the first network, whose name isn't
    /// known yet.
    public var firstConnection: NetworkConnection?
    /// Whether `--network` was given.
    public var asksForNetwork = false
    /// How it resolves names.
    public var names = NameOptions()
    /// Whose namespaces it has.
    public var sharing = SharingOptions()
    /// Limits kept by cgroups.
    public var resources = ResourceOptions()
    /// `--ulimit`: limits of each process (setrlimit(2)).
    public var resourceLimits: [ResourceLimitOption] = []
    /// `--sysctl`, by name: `net.core.somaxconn`.
    public var sysctls: [String: String] = [:]

    /// Names as given, `ALL` among them.
    public var addedCapabilities: [String] = []
    /// As `addedCapabilities`; a name that is in both is added.
    public var droppedCapabilities: [String] = []
    /// `--privileged`: all capabilities and devices, no filter, nothing masked.
    public var privileged = false
    /// `--read-only`: its root can't be written to.
    public var readOnlyRoot = false
    /// `--security-opt no-new-privileges` (prctl(2) PR_SET_NO_NEW_PRIVS).
    public var noNewPrivileges = false
    /// Its filter of system calls.
    public var seccomp = SeccompOption.standard
    /// `--userns`.
    public var userNamespace = UserNamespaceMode.host

    /// The size of `/dev/shm` in bytes.
    public var sharedMemorySize: UInt64?
    /// -1000…1000.
    public var oomScoreAdjustment: Int?
    /// `--stop-signal`; absent: the image's.
    public var stopSignal: Signal?
    /// `--stop-timeout`, seconds; -1 waits without end.
    public var stopTimeout: Int?
    /// `--restart`.
    public var restartPolicy = RestartPolicy.no
    /// How it is found to be well, where the image's word isn't to count.
    public var health = HealthOptions()
    /// When the image is fetched from its registry.
    public var pull = PullPolicy.missing
    /// `--log-driver` and `--log-opt`.
    public var log = LogOption()
    /// Nothing is done but told.
    public var plan: PlanFormat?

    public init(image: String) {
        self.image = image
    }
}

/// One `-v`, `--mount` or `--tmpfs`.
public struct MountOption: Hashable, Sendable {
    /// What is mounted.
    public enum Source: Hashable, Sendable {
        /// A path of the host. `createMissing`: `-v` makes an absent directory, `--mount` refuses.
        case bind(path: String, createMissing: Bool, propagation: String?, recursive: Bool)
        /// Sizes in bytes; `nil` means the kernel's default.
        case tmpfs(size: UInt64?, mode: UInt32?, options: [String])
        case volume(VolumeMount)
    }

    /// What is mounted.
    public var source: Source
    /// Absolute, inside the container.
    public var target: String
    /// It can't be written to by this mount.
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
    /// Absolute; of a node or of a directory with nodes.
    public var hostPath: String
    /// Absolute, inside.
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
    /// What the kernel keeps to.
    public var soft: Int64
    /// What the process can raise the soft one to.
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
