extension RuntimeSpec {
    /// Limits that cgroups(7) keep ("Control groups").
    public struct Resources: Hashable, Sendable {
        /// Which device nodes may be used, in order.
        public var devices: [DeviceRule]?
        /// Absent, as each of the others: left as the group has it.
        public var memory: Memory?
        /// Processor time, and which processors.
        public var cpu: CPU?
        /// How many processes and threads.
        public var processes: Processes?
        /// Weights and limits of block devices.
        public var blockIO: BlockIO?
        /// Each page size once.
        public var hugePageLimits: [HugePageLimit]?
        /// Marks of its packets.
        public var network: Network?
        /// By device name.
        public var rdma: [String: RDMA]?
        /// Files of cgroup v2 and what to write into them.
        public var unified: [String: String]?

        public init(
            devices: [DeviceRule]? = nil, memory: Memory? = nil, cpu: CPU? = nil, processes: Processes? = nil,
            blockIO: BlockIO? = nil, hugePageLimits: [HugePageLimit]? = nil, network: Network? = nil,
            rdma: [String: RDMA]? = nil, unified: [String: String]? = nil
        ) {
            self.devices = devices
            self.memory = memory
            self.cpu = cpu
            self.processes = processes
            self.blockIO = blockIO
            self.hugePageLimits = hugePageLimits
            self.network = network
            self.rdma = rdma
            self.unified = unified
        }
    }

    /// Memory limits in bytes; -1 means none ("Memory").
    public struct Memory: Hashable, Sendable {
        /// The hard limit, memory.max of cgroup v2.
        public var limit: Int64?
        /// What reclaim spares, memory.low of cgroup v2.
        public var reservation: Int64?
        /// Memory and swap together.
        public var swap: Int64?
        /// Deprecated, and ignored by kernels since 5.16.
        public var kernel: Int64?
        /// Buffers of TCP; cgroup v1 alone.
        public var kernelTCP: Int64?
        /// 0…100; cgroup v1 alone.
        public var swappiness: UInt64?
        /// cgroup v1 alone.
        public var disableOOMKiller: Bool?
        /// cgroup v1 alone.
        public var useHierarchy: Bool?
        /// Refuse a limit below what is in use.
        public var checkBeforeUpdate: Bool?

        public init(
            limit: Int64? = nil, reservation: Int64? = nil, swap: Int64? = nil, kernel: Int64? = nil,
            kernelTCP: Int64? = nil, swappiness: UInt64? = nil, disableOOMKiller: Bool? = nil,
            useHierarchy: Bool? = nil, checkBeforeUpdate: Bool? = nil
        ) {
            self.limit = limit
            self.reservation = reservation
            self.swap = swap
            self.kernel = kernel
            self.kernelTCP = kernelTCP
            self.swappiness = swappiness
            self.disableOOMKiller = disableOOMKiller
            self.useHierarchy = useHierarchy
            self.checkBeforeUpdate = checkBeforeUpdate
        }
    }

    /// Processor time ("CPU").
    public struct CPU: Hashable, Sendable {
        /// The weight in v1's unit, 2…262144.
        public var shares: UInt64?
        /// Microseconds in each period; -1 means no limit.
        public var quota: Int64?
        /// Microseconds that may be saved up.
        public var burst: UInt64?
        /// Microseconds.
        public var period: UInt64?
        /// Microseconds in each real-time period.
        public var realtimeRuntime: Int64?
        /// Microseconds.
        public var realtimePeriod: UInt64?
        /// A list such as `0-3,7`, cpuset(7).
        public var processors: String?
        /// A list such as `0-1`, cpuset(7).
        public var memoryNodes: String?
        /// 1: SCHED_IDLE for the whole group.
        public var idle: Int64?

        public init(
            shares: UInt64? = nil, quota: Int64? = nil, burst: UInt64? = nil, period: UInt64? = nil,
            realtimeRuntime: Int64? = nil, realtimePeriod: UInt64? = nil, processors: String? = nil,
            memoryNodes: String? = nil, idle: Int64? = nil
        ) {
            self.shares = shares
            self.quota = quota
            self.burst = burst
            self.period = period
            self.realtimeRuntime = realtimeRuntime
            self.realtimePeriod = realtimePeriod
            self.processors = processors
            self.memoryNodes = memoryNodes
            self.idle = idle
        }
    }

    /// How many tasks there may be ("PIDs").
    public struct Processes: Hashable, Sendable {
        /// -1 means no limit.
        public var limit: Int64?

        public init(limit: Int64? = nil) {
            self.limit = limit
        }
    }

    /// Huge pages of one size ("Huge page limits").
    public struct HugePageLimit: Hashable, Sendable {
        /// `2MB`.
        public var pageSize: String
        /// Bytes.
        public var limit: UInt64

        public init(pageSize: String, limit: UInt64) {
            self.pageSize = pageSize
            self.limit = limit
        }
    }

    /// Marks of the container's packets; cgroup v1 alone ("Network").
    public struct Network: Hashable, Sendable {
        /// For tc(8), net_cls.classid.
        public var classID: UInt32?
        /// For sockets, net_prio.ifpriomap.
        public var priorities: [InterfacePriority]?

        public init(classID: UInt32? = nil, priorities: [InterfacePriority]? = nil) {
            self.classID = classID
            self.priorities = priorities
        }
    }

    /// The priority of packets sent on one link.
    public struct InterfacePriority: Hashable, Sendable {
        /// The link's.
        public var name: String
        /// As SO_PRIORITY of socket(7).
        public var priority: UInt32

        public init(name: String, priority: UInt32) {
            self.name = name
            self.priority = priority
        }
    }

    /// What may be held of one RDMA device ("RDMA").
    public struct RDMA: Hashable, Sendable {
        /// How many handles, rdma.max.
        public var handles: UInt32?
        /// How many objects, rdma.max.
        public var objects: UInt32?

        public init(handles: UInt32? = nil, objects: UInt32? = nil) {
            self.handles = handles
            self.objects = objects
        }
    }
}
