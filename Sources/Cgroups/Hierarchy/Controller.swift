/// A resource controller of the kernel, by its name on cgroup v2
/// (Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/).
public enum Controller: String, CaseIterable, Hashable, Sendable, Codable {
    case cpu
    /// v1 only: v2 accounts for the processor in every group.
    case cpuacct
    case cpuset
    case memory
    case pids
    case io
    case devices
    case freezer
    case hugetlb
    case rdma
    case misc
    case networkClass = "net_cls"
    case networkPriority = "net_prio"
    case perfEvent = "perf_event"

    /// The name on v1, where it differs for input and output alone.
    public var legacyName: String { self == .io ? "blkio" : rawValue }

    /// The controller that v1 calls so.
    init?(legacyName: some StringProtocol) {
        if legacyName == "blkio" { self = .io } else { self.init(rawValue: String(legacyName)) }
    }

    /// On v2 these are part of every group, never listed in cgroup.controllers.
    static let implicitOnUnified: [Controller] = [.devices, .freezer, .perfEvent]

    /// The controllers every container's group has, so that its use can be told
    /// even where it has no limit.
    static let always: [Controller] = [.memory, .cpu, .cpuacct, .pids, .devices, .freezer, .io]
}

/// The two interfaces of cgroups(7). On a hybrid host each controller is on
/// one of them.
public enum Version: String, Hashable, Sendable, Codable {
    case v1
    case v2
}
