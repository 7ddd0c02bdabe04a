/// Tags of packets by group (cgroup-v1/net_cls.rst). v2 has no such controller:
/// there, nftables matches on the group itself.
enum NetworkClass: ControllerSettings {
    static let controller = Controller.networkClass

    static func settings(for limits: Limits, on version: Version) throws(CgroupError) -> [Setting] {
        guard let identifier = limits.networkClass else { return [] }
        return [Setting("net-class", "net_cls.classid", String(identifier))]
    }
}

/// Priorities of packets by interface (cgroup-v1/net_prio.rst), v1 only.
enum NetworkPriority: ControllerSettings {
    static let controller = Controller.networkPriority

    static func settings(for limits: Limits, on version: Version) throws(CgroupError) -> [Setting] {
        limits.networkPriorities.sorted { $0.key < $1.key }.map { interface, priority in
            Setting("net-priority", "net_prio.ifpriomap", "\(interface) \(priority)")
        }
    }
}
