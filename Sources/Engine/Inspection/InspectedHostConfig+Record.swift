import Networks
import OCI
import Runtime

extension InspectedHostConfig {
    /// What was asked stands in the record, what came of it in the specification.
    /// - Parameter specification: of the last start; `nil` before the first one.
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
