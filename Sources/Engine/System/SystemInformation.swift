/// What this engine and its host are: the fields of Docker's `info` that mean something here, by its names.
public struct SystemInformation: Encodable, Sendable {
    public let Containers: Int
    public let ContainersRunning: Int
    public let ContainersPaused: Int
    public let ContainersStopped: Int
    public let Images: Int
    public let Driver: String
    /// Pairs of a name and what it is.
    public let DriverStatus: [[String]]
    public let Plugins: PluginNames
    public let MemoryLimit: Bool
    public let SwapLimit: Bool
    public let CpuCfsPeriod: Bool
    public let CpuCfsQuota: Bool
    public let CPUShares: Bool
    public let CPUSet: Bool
    public let PidsLimit: Bool
    public let SystemTime: String
    public let LoggingDriver: String
    public let CgroupDriver: String
    /// `1`, `2`; of a hybrid host, which has both, that of the memory controller.
    public let CgroupVersion: String
    public let KernelVersion: String
    public let OperatingSystem: String
    public let OSVersion: String
    public let OSType: String
    /// The kernel's name of it: `x86_64`.
    public let Architecture: String
    public let NCPU: Int
    /// In bytes.
    public let MemTotal: UInt64
    /// Where images and containers are kept.
    public let DockerRootDir: String
    public let Name: String
    public let ServerVersion: String
    public let Runtimes: [String: RuntimePath]
    public let DefaultRuntime: String
    /// Containers live on when the engine's commands have ended, as there is no daemon.
    public let LiveRestoreEnabled: Bool
    public let InitBinary: String
    /// `name=seccomp,profile=builtin`.
    public let SecurityOptions: [String]
    public let Warnings: [String]

    /// What can be chosen, by kind.
    public struct PluginNames: Encodable, Sendable {
        public let Volume: [String]
        public let Network: [String]
        public let Log: [String]
    }

    /// Where a runtime is.
    public struct RuntimePath: Encodable, Sendable {
        let path: String
    }
}
