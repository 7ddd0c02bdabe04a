/// What is asked of a cgroup. Everything is optional; what is absent is left
/// as the kernel has it. The terms are those of the OCI runtime specification
/// (config-linux.md, "Control groups").
public struct Limits: Hashable, Sendable {
    /// Bytes that may be in use.
    public var memory = Memory()
    /// Processor time, and the weight against others.
    public var cpu = CPU()
    /// Which processors and memory nodes.
    public var cpuset = Cpuset()
    /// Weights and bounds of block devices.
    public var io = IO()
    /// The number of processes and threads.
    public var pids: Bound?
    /// Bytes of huge pages by page size as the kernel writes it: `2MB`, `1GB`.
    public var hugePages: [String: Bound] = [:]
    /// Limits by RDMA device.
    public var rdma: [String: RDMA] = [:]
    /// v1 only: the class of net_cls.
    public var networkClass: UInt32?
    /// v1 only: priorities by network interface.
    public var networkPriorities: [String: UInt32] = [:]
    /// Device rules, in order; the last one that matches decides, and what no
    /// rule matches is refused. `nil`: every device is allowed.
    public var devices: [DeviceRule]?
    /// v2 only: texts for files of the group, by file name.
    public var unified: [String: String] = [:]

    public init() {}
}

extension Limits {
    /// Amounts in bytes.
    public struct Memory: Hashable, Sendable {
        /// Beyond it memory is reclaimed, and then processes are killed: v2 `memory.max`.
        public var limit: Bound?
        /// Memory and swap together, as v1's `memsw` and the OCI specification have it.
        public var total: Bound?
        /// What the group is pushed back to when the host runs short: v1 soft limit, v2 `memory.low`.
        public var reservation: Bound?
        /// v2 only: never reclaimed below this.
        public var min: Bound?
        /// v2 only: throttled above this.
        public var high: Bound?
        /// v2 only: an OOM kill ends the whole group.
        public var killsTogether: Bool?
        /// v1 only: `true` stops the processes instead of killing one.
        public var disablesOutOfMemoryKiller: Bool?
        /// v1 only: 0…100.
        public var swappiness: UInt64?
        /// v1 only: memory of the kernel for the group. Kernels since 5.16 take
        /// the value and heed it no more (memory.rst, "Kernel Memory Extension").
        public var kernel: Bound?
        /// v1 only: buffers of TCP.
        public var kernelTCP: Bound?
        /// Whether groups beneath count against this one. Kernels since 5.11,
        /// and v2, have it no other way.
        public var usesHierarchy: Bool?

        public init() {}
    }

    /// Times in microseconds.
    public struct CPU: Hashable, Sendable {
        /// Processor time in one period.
        public var quota: Bound?
        /// Without a quota it lifts the quota on v2, whose file takes both.
        public var period: UInt64?
        /// Unused time that may be added to a later period.
        public var burst: UInt64?
        /// The relative weight in v1's terms, 2…262144, 1024 by default.
        public var shares: UInt64?
        /// The relative weight in v2's terms, 1…10000; wins over shares.
        public var weight: UInt64?
        /// Runs only when nothing else wants to (SCHED_IDLE for the group).
        public var idle: Bool?
        /// v1 only.
        public var realTimePeriod: UInt64?
        /// v1 only.
        public var realTimeRuntime: Int64?

        public init() {}
    }

    /// Lists such as `0-3,7` (cpuset(7), "List format").
    public struct Cpuset: Hashable, Sendable {
        /// The processors; on v1 absent means the parent's.
        public var cpus: String?
        /// The NUMA nodes; on v1 absent means the parent's.
        public var memoryNodes: String?

        public init() {}
    }

    /// How a group shares block devices with others (io.rst of cgroup v2, blkio of v1).
    public struct IO: Hashable, Sendable {
        /// The relative weight in v1's terms, 10…1000.
        public var weight: UInt64?
        /// v1 only: the weight against groups beneath this one, 10…1000.
        public var leafWeight: UInt64?
        /// What single devices have instead of `weight`.
        public var deviceWeights: [DeviceWeight] = []
        /// At most one of each direction for a device.
        public var throttles: [Throttle] = []

        public init() {}
    }

    /// The weights of the group for one block device, 10…1000.
    public struct DeviceWeight: Hashable, Sendable {
        /// The device's number, makedev(3), as `minor`.
        public var major: UInt32
        /// The device's number.
        public var minor: UInt32
        /// In v1's terms.
        public var weight: UInt64?
        /// v1 only.
        public var leafWeight: UInt64?

        public init(major: UInt32, minor: UInt32, weight: UInt64?, leafWeight: UInt64?) {
            self.major = major
            self.minor = minor
            self.weight = weight
            self.leafWeight = leafWeight
        }
    }

    /// One bound on one block device.
    public struct Throttle: Hashable, Sendable {
        /// What is counted: bytes or operations, read or written.
        public enum Direction: Hashable, Sendable, CaseIterable {
            case readBytes, writeBytes, readOperations, writeOperations
        }

        /// The device's number, makedev(3), as `minor`.
        public var major: UInt32
        /// The device's number.
        public var minor: UInt32
        /// What the bound is on.
        public var direction: Direction
        /// Bytes or operations a second.
        public var rate: Bound

        public init(major: UInt32, minor: UInt32, direction: Direction, rate: Bound) {
            self.major = major
            self.minor = minor
            self.direction = direction
            self.rate = rate
        }
    }

    /// What a group may hold of one RDMA device (rdma.rst).
    public struct RDMA: Hashable, Sendable {
        /// `hca_handle`.
        public var handles: Bound?
        /// `hca_object`.
        public var objects: Bound?

        public init(handles: Bound? = nil, objects: Bound? = nil) {
            self.handles = handles
            self.objects = objects
        }
    }

    /// Whether any limit needs this controller.
    func ask(for controller: Controller) -> Bool {
        let isAsked =
            switch controller {
            case .memory: memory != Memory()
            case .cpu: cpu != CPU()
            case .cpuset: cpuset != Cpuset()
            case .io: io != IO()
            case .pids: pids != nil
            case .hugetlb: !hugePages.isEmpty
            case .rdma: !rdma.isEmpty
            case .networkClass: networkClass != nil
            case .networkPriority: !networkPriorities.isEmpty
            case .devices: devices != nil
            case .cpuacct, .freezer, .misc, .perfEvent: false
            }
        return isAsked || unified.keys.contains { $0.hasPrefix("\(controller.rawValue).") }
    }
}
