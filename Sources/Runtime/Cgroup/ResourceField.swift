import Cgroups
import LinuxSystem

/// A field below `linux.resources` of a specification, for messages that name it.
struct ResourceField {
    /// Its path from the specification's root.
    let path: String

    /// - Parameter name: the path below `linux.resources`.
    init(_ name: String) {
        path = "linux.resources." + name
    }

    /// The field that asks for a limit, which `Limits` knows by Docker's option;
    /// for the name of a file of v2 its member of `unified`.
    init(limit: String) {
        if let name = Self.names[limit] {
            self.init(name)
        } else if limit.hasPrefix("hugetlb-") {
            self.init("hugepageLimits")
        } else {
            self.init("unified[\"\(limit)\"]")
        }
    }

    private static let names = [
        "memory": "memory.limit", "memory-swap": "memory.swap", "memory-reservation": "memory.reservation",
        "kernel-memory": "memory.kernel", "kernel-memory-tcp": "memory.kernelTCP",
        "memory-swappiness": "memory.swappiness", "oom-kill-disable": "memory.disableOOMKiller",
        "memory-hierarchy": "memory.useHierarchy", "cpu-shares": "cpu.shares", "cpu-quota": "cpu.quota",
        "cpu-burst": "cpu.burst", "cpu-period": "cpu.period", "cpu-rt-runtime": "cpu.realtimeRuntime",
        "cpu-rt-period": "cpu.realtimePeriod", "cpu-idle": "cpu.idle", "cpuset-cpus": "cpu.cpus",
        "cpuset-mems": "cpu.mems", "cpuset.cpus": "cpu.cpus", "cpuset.mems": "cpu.mems", "pids": "pids.limit",
        "blkio-weight": "blockIO.weight", "blkio-leaf-weight": "blockIO.leafWeight",
        "blkio-weight-device": "blockIO.weightDevice", "blkio-leaf-weight-device": "blockIO.weightDevice",
        "device-read-bps": "blockIO.throttleReadBpsDevice", "device-write-bps": "blockIO.throttleWriteBpsDevice",
        "device-read-iops": "blockIO.throttleReadIOPSDevice", "device-write-iops": "blockIO.throttleWriteIOPSDevice",
        "rdma": "rdma", "net-class": "network.classID", "net-priority": "network.priorities", "devices": "devices",
    ]

    /// The error that names the field.
    func invalid(_ reason: String) -> RuntimeError { .invalid(field: path, reason: reason) }

    /// A limit where zero is "not set" and -1 "no limit".
    func bound(_ value: Int64?) throws(RuntimeError) -> Bound? {
        guard let value, value != 0 else { return nil }
        guard value >= -1 else { throw invalid("\(value) is negative, and only -1 stands for no limit") }
        return Bound(value)
    }

    /// One of the two numbers of a device.
    func deviceNumber(_ value: Int64, _ name: String) throws(RuntimeError) -> UInt32 {
        guard let number = UInt32(exactly: value) else {
            throw RuntimeError.invalid(field: "\(path).\(name)", reason: "\(value) is no device number")
        }
        return number
    }
}

extension RuntimeError {
    /// What went wrong with a group, by the field of the specification that
    /// asked for it where there is one.
    init(_ error: CgroupError) {
        switch error {
        case .missingController(let controller, let limit):
            self = ResourceField(limit: limit).invalid(
                "this host has no \"\(controller.rawValue)\" controller on cgroup v1 or v2")
        case .unsupported(let limit, let reason), .invalidLimit(let limit, let reason):
            self = ResourceField(limit: limit).invalid(reason)
        case .refused(let limit, let value, let cgroup, let cause):
            self = ResourceField(limit: limit).invalid(
                "cannot set it to \(value) for cgroup \(cgroup): \(cause.reason) (\(cause.subject))")
        default:
            self = .limits("\(error)")
        }
    }
}
