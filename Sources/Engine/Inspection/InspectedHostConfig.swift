/// What the host gives, and how it isolates the container: `HostConfig` of Docker's Engine API, with its names and
/// units. Zero and empty mean that nothing was asked.
struct InspectedHostConfig: Encodable, Sendable {
    let Binds: [String]
    let LogConfig: Logging
    let NetworkMode: String
    let PortBindings: [String: [InspectedNetworkSettings.Binding]]
    let PublishAllPorts: Bool
    /// Skiff's own; `null`: no limit.
    let NetworkRate: Rate?
    let Dns: [String]
    let DnsOptions: [String]
    let DnsSearch: [String]
    let ExtraHosts: [String]
    let RestartPolicy: Restarts
    let AutoRemove: Bool
    let VolumesFrom: [String] = []
    let CapAdd: [String]
    let CapDrop: [String]
    let CgroupnsMode: String
    let IpcMode: String
    let PidMode: String
    let UTSMode: String
    let UsernsMode: String
    let Privileged: Bool
    let ReadonlyRootfs: Bool
    let SecurityOpt: [String]
    let Sysctls: [String: String]
    let Tmpfs: [String: String]
    /// Of `/dev/shm`, in bytes.
    let ShmSize: Int64
    let Runtime = "skiff-runtime"
    let Init: Bool
    /// Lines and columns.
    let ConsoleSize: [UInt16]
    let OomScoreAdj: Int
    let OomKillDisable = false
    /// In bytes, as the two that follow; -1: no limit.
    let Memory: Int64
    let MemorySwap: Int64
    let MemoryReservation: Int64
    /// Billionths of a processor.
    let NanoCpus: Int64
    let CpuShares: UInt64
    let CpuPeriod: UInt64 = 0
    let CpuQuota: Int64 = 0
    let CpusetCpus: String
    let CpusetMems: String
    let PidsLimit: Int64
    let Devices: [Device]
    let Ulimits: [Ulimit]
    let CgroupParent: String
    let MaskedPaths: [String]
    let ReadonlyPaths: [String]

    /// Bits a second of each of its links; 0: no limit.
    struct Rate: Encodable, Sendable {
        let In: UInt64
        let Out: UInt64
    }

    /// The log's driver, and its options as `--log-opt` has them.
    struct Logging: Encodable, Sendable {
        let kind: String
        let Config: [String: String]

        private enum CodingKeys: String, CodingKey {
            case kind = "Type"
            case Config
        }
    }

    /// `--restart`; zero attempts: as many as it takes.
    struct Restarts: Encodable, Sendable {
        let Name: String
        let MaximumRetryCount: Int

        private enum CodingKeys: CodingKey {
            case Name, MaximumRetryCount
        }
    }

    /// `--device`.
    struct Device: Encodable, Sendable {
        let PathOnHost: String
        let PathInContainer: String
        let CgroupPermissions: String
    }

    /// `--ulimit`; -1: no limit.
    struct Ulimit: Encodable, Sendable {
        let Name: String
        let Soft: Int64
        let Hard: Int64
    }

    private enum CodingKeys: CodingKey {
        case Binds, LogConfig, NetworkMode, PortBindings, PublishAllPorts, NetworkRate, Dns, DnsOptions, DnsSearch
        case ExtraHosts, RestartPolicy, AutoRemove, VolumesFrom, CapAdd, CapDrop, CgroupnsMode, IpcMode, PidMode
        case UTSMode, UsernsMode, Privileged, ReadonlyRootfs, SecurityOpt, Sysctls, Tmpfs, ShmSize, Runtime, Init
        case ConsoleSize, OomScoreAdj, OomKillDisable, Memory, MemorySwap, MemoryReservation, NanoCpus, CpuShares
        case CpuPeriod, CpuQuota, CpusetCpus, CpusetMems, PidsLimit, Devices, Ulimits, CgroupParent, MaskedPaths
        case ReadonlyPaths
    }
}
