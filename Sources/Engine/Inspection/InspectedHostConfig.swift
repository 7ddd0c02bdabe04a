import Networks
import OCI
import Runtime

/// What the host gives, and how it isolates the container; zero and empty mean that nothing was asked.
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
    let ShmSize: Int64
    let Runtime = "skiff-runtime"
    let Init: Bool
    let ConsoleSize: [UInt16]
    let OomScoreAdj: Int
    let OomKillDisable = false
    let Memory: Int64
    let MemorySwap: Int64
    let MemoryReservation: Int64
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

    struct Logging: Encodable, Sendable {
        let kind: String
        let Config: [String: String]

        private enum CodingKeys: String, CodingKey {
            case kind = "Type"
            case Config
        }
    }

    struct Restarts: Encodable, Sendable {
        let Name: String
        let MaximumRetryCount: Int

        private enum CodingKeys: CodingKey {
            case Name, MaximumRetryCount
        }
    }

    struct Device: Encodable, Sendable {
        let PathOnHost: String
        let PathInContainer: String
        let CgroupPermissions: String
    }

    /// -1: no limit.
    struct Ulimit: Encodable, Sendable {
        let Name: String
        let Soft: Int64
        let Hard: Int64
    }

    private enum CodingKeys: CodingKey {
        case Dns, DnsOptions, DnsSearch, ExtraHosts
        case Binds, LogConfig, NetworkMode, PortBindings, PublishAllPorts, NetworkRate, RestartPolicy, AutoRemove,
            VolumesFrom,
            CapAdd, CapDrop
        case CgroupnsMode, IpcMode, PidMode, UTSMode, UsernsMode, Privileged, ReadonlyRootfs, SecurityOpt, Sysctls
        case Tmpfs, ShmSize, Runtime, Init, ConsoleSize, OomScoreAdj, OomKillDisable, Memory, MemorySwap
        case MemoryReservation, NanoCpus, CpuShares, CpuPeriod, CpuQuota, CpusetCpus, CpusetMems, PidsLimit, Devices
        case Ulimits, CgroupParent, MaskedPaths, ReadonlyPaths
    }
}

extension InspectedHostConfig {
    init(_ record: ContainerRecord, _ specification: RuntimeSpec?) {
        let linux = specification?.linux
        let process = specification?.process
        let resources = linux?.resources
        let cpu = resources?.cpu
        let mounts = SpecifiedMount.all(of: specification)
        let capabilities = Set(process?.capabilities?.bounding ?? [])
        let standard = Set(CapabilitySet.standard.ociNames)
        // A container that hasn't been started has no masks yet, and is not privileged for it.
        let isPrivileged = linux != nil && linux?.maskedPaths == nil
        Binds = mounts.filter { $0.kind == "bind" }.map { mount in
            [mount.Source, mount.Destination, mount.Mode].filter { !$0.isEmpty }.joined(separator: ":")
        }
        let settings = record.settings
        LogConfig = Logging(settings.log)
        RestartPolicy = Restarts(settings.restartPolicy)
        CgroupnsMode = settings.sharing.cgroup.rawValue
        IpcMode = settings.sharing.ipc.rawValue
        PidMode = settings.sharing.pid == .private ? "" : settings.sharing.pid.rawValue
        UTSMode = settings.sharing.uts == .private ? "" : settings.sharing.uts.rawValue
        CgroupParent = settings.sharing.cgroupParent ?? ""
        NetworkMode = record.network.rawValue
        NetworkRate = settings.networks.rate.map { Rate(In: $0.incoming ?? 0, Out: $0.outgoing ?? 0) }
        Dns = settings.names.servers.map { "\($0)" }
        DnsOptions = settings.names.options
        DnsSearch = settings.names.searchDomains
        ExtraHosts = settings.names.hosts.map(\.text)
        PublishAllPorts = settings.networks.publishesAll
        PortBindings = Dictionary(grouping: settings.networks.ports) { "\($0.port)" }.mapValues { options in
            options.map { .init(HostIp: $0.hostAddress?.description ?? "", HostPort: $0.hostPorts?.text ?? "") }
        }
        AutoRemove = record.removeOnExit
        CapAdd = process == nil || isPrivileged ? [] : capabilities.subtracting(standard).sorted()
        CapDrop = process == nil || isPrivileged ? [] : standard.subtracting(capabilities).sorted()
        UsernsMode = linux?.userIDMappings == nil ? "" : "auto"
        Privileged = isPrivileged
        ReadonlyRootfs = specification?.root?.readOnly ?? false
        SecurityOpt = process?.noNewPrivileges == true ? ["no-new-privileges"] : []
        Sysctls = linux?.sysctl ?? [:]
        Tmpfs = Self.tmpfs(specification)
        ShmSize = Self.sharedMemorySize(specification)
        Init = process?.arguments?.first == RuntimeSpec.initTarget
        ConsoleSize = process?.consoleSize.map { [$0.height, $0.width] } ?? [0, 0]
        OomScoreAdj = process?.oomScoreAdjustment ?? 0
        Memory = resources?.memory?.limit ?? 0
        MemorySwap = resources?.memory?.swap ?? 0
        MemoryReservation = resources?.memory?.reservation ?? 0
        NanoCpus = (cpu?.quota ?? 0) * 1_000_000_000 / Int64(max(cpu?.period ?? 1, 1))
        CpuShares = cpu?.shares ?? 0
        CpusetCpus = cpu?.processors ?? ""
        CpusetMems = cpu?.memoryNodes ?? ""
        PidsLimit = resources?.processes?.limit ?? 0
        Devices = isPrivileged ? [] : Self.devices(linux)
        Ulimits = (process?.resourceLimits ?? []).map { Ulimit($0) }
        MaskedPaths = linux?.maskedPaths ?? []
        ReadonlyPaths = linux?.readOnlyPaths ?? []
    }

    /// The options by target.
    private static func tmpfs(_ specification: RuntimeSpec?) -> [String: String] {
        let targets = SpecifiedMount.all(of: specification).filter { $0.kind == "tmpfs" }.map(\.Destination)
        let mounts = (specification?.mounts ?? []).filter { targets.contains($0.destination) }
        return Dictionary(mounts.map { ($0.destination, ($0.options ?? []).joined(separator: ",")) }) { $1 }
    }

    /// In bytes.
    private static func sharedMemorySize(_ specification: RuntimeSpec?) -> Int64 {
        let mount = specification?.mounts?.last { $0.source == "shm" }
        let size = mount?.options?.last { $0.hasPrefix("size=") }
        return size.flatMap { Int64($0.dropFirst("size=".count)) } ?? 0
    }

    private static func devices(_ linux: RuntimeSpec.Linux?) -> [Device] {
        (linux?.devices ?? []).map { Device(PathOnHost: $0.path, PathInContainer: $0.path, CgroupPermissions: "rwm") }
    }
}

extension InspectedHostConfig.Ulimit {
    /// RLIM_INFINITY (getrlimit(2)) is -1.
    fileprivate init(_ limit: RuntimeSpec.ResourceLimit) {
        self.init(
            Name: limit.type.dropFirst("RLIMIT_".count).lowercased(), Soft: Int64(bitPattern: limit.soft),
            Hard: Int64(bitPattern: limit.hard))
    }
}

extension InspectedHostConfig.Restarts {
    fileprivate init(_ policy: RestartPolicy) {
        Name = policy.name
        if case .onFailure(let most?) = policy { MaximumRetryCount = most } else { MaximumRetryCount = 0 }
    }
}

extension InspectedHostConfig.Logging {
    fileprivate init(_ log: LogSettings) {
        kind = log.driver.rawValue
        Config = [
            "max-size": log.maximumSize.map(String.init) ?? "-1", "max-file": String(log.fileCount),
            "compress": String(log.compresses),
        ]
    }
}
