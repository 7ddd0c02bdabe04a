/// What this engine and its host are: the fields of Docker's `info` that mean something here, by its names.
public struct SystemInformation: Encodable, Sendable {
    /// All of them; the three that follow add up to it.
    public let Containers: Int
    /// Without those that are paused.
    public let ContainersRunning: Int
    public let ContainersPaused: Int
    /// Those that have ended, or never ran.
    public let ContainersStopped: Int
    /// With names or without.
    public let Images: Int
    /// Of the layers: `overlay2`.
    public let Driver: String
    /// Pairs of a name and what it is.
    public let DriverStatus: [[String]]
    /// What can be chosen for volumes, networks and logs.
    public let Plugins: PluginNames
    /// This host's cgroups can limit memory, as swap and what follows.
    public let MemoryLimit: Bool
    public let SwapLimit: Bool
    public let CpuCfsPeriod: Bool
    public let CpuCfsQuota: Bool
    public let CPUShares: Bool
    public let CPUSet: Bool
    public let PidsLimit: Bool
    /// RFC 3339, of this moment.
    public let SystemTime: String
    /// What a container gets without `--log-driver`.
    public let LoggingDriver: String
    /// Who makes cgroups: `cgroupfs`, Skiff itself.
    public let CgroupDriver: String
    /// `1`, `2`; of a hybrid host, which has both, that of the memory controller.
    public let CgroupVersion: String
    /// As uname(2) tells it.
    public let KernelVersion: String
    /// `PRETTY_NAME` of os-release(5).
    public let OperatingSystem: String
    /// `VERSION_ID` of os-release(5).
    public let OSVersion: String
    /// Go's name: `linux`.
    public let OSType: String
    /// The kernel's name of it: `x86_64`.
    public let Architecture: String
    /// Processors that are online.
    public let NCPU: Int
    /// In bytes.
    public let MemTotal: UInt64
    /// Where images and containers are kept.
    public let DockerRootDir: String
    /// The host's.
    public let Name: String
    /// Skiff's.
    public let ServerVersion: String
    /// By name: `skiff-runtime`.
    public let Runtimes: [String: RuntimePath]
    /// The only one of them.
    public let DefaultRuntime: String
    /// Containers live on when the engine's commands have ended, as there is no daemon.
    public let LiveRestoreEnabled: Bool
    /// What `--init` runs.
    public let InitBinary: String
    /// `name=seccomp,profile=builtin`.
    public let SecurityOptions: [String]
    /// What this host can't do, a sentence each.
    public let Warnings: [String]

    /// What can be chosen, by kind.
    public struct PluginNames: Encodable, Sendable {
        /// Drivers of volumes.
        public let Volume: [String]
        /// Drivers of networks.
        public let Network: [String]
        /// Drivers of logs.
        public let Log: [String]
    }

    /// Where a runtime is.
    public struct RuntimePath: Encodable, Sendable {
        let path: String
    }
}
