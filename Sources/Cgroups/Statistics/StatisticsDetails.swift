/// What the kernel tells of a group beyond `Statistics`, in the terms of v1,
/// which monitoring that reads a runtime's statistics expects on either version.
public struct StatisticsDetails: Hashable, Sendable {
    /// What is bounded, and all of `memory.stat`.
    public var memory: Memory?
    /// Lists and flags.
    public var cpuset: Cpuset?
    /// By operation and device.
    public var io: IO?
    /// Nanoseconds by processor, spent in the kernel and outside of it; v1 only.
    public var processorsInKernel: [UInt64] = []
    /// As `processorsInKernel`.
    public var processorsOutside: [UInt64] = []

    public init() {}
}

extension StatisticsDetails {
    /// One amount that is bounded.
    public struct Amount: Hashable, Sendable {
        /// As the kernel has it: a number near 2⁶³ on v1, and 2⁶⁴ - 1 here on v2, stand for none.
        public var limit: UInt64 = 0
        /// Now.
        public var use: UInt64 = 0
        /// The most that there has been.
        public var peak: UInt64 = 0
        /// How often the limit was hit.
        public var failures: UInt64 = 0

        public init() {}
    }

    /// Amounts in bytes.
    public struct Memory: Hashable, Sendable {
        /// Without swap.
        public var memory = Amount()
        /// Memory and swap together.
        public var total = Amount()
        /// Memory of the kernel, and for buffers of TCP; v1 only.
        public var kernel = Amount()
        /// As `kernel`.
        public var kernelTCP = Amount()
        /// All of memory.stat.
        public var details: [String: UInt64] = [:]

        public init() {}
    }

    /// The flags and lists of cpuset(7); v1 only.
    public struct Cpuset: Hashable, Sendable {
        /// The processors, each by its number.
        public var cpus: [UInt16] = []
        /// The NUMA nodes, each by its number.
        public var memoryNodes: [UInt16] = []
        /// The number in each file, by its name without `cpuset.`.
        public var flags: [String: Int64] = [:]

        public init() {}
    }

    /// Counters of block devices.
    public struct IO: Hashable, Sendable {
        /// By v1's name without prefix and `_recursive`: `io_service_bytes`, `io_serviced`.
        public var counters: [String: [Entry]] = [:]

        public init() {}
    }

    /// One counter of one device.
    public struct Entry: Hashable, Sendable {
        /// The device's, makedev(3), as `minor`.
        public var major: UInt64
        /// The device's.
        public var minor: UInt64
        /// `Read`, `Write`, `Sync`, `Total`; empty where the counter has no operations.
        public var operation: String
        /// Bytes or operations, as the counter's name says.
        public var value: UInt64
    }
}

extension Cgroup {
    /// The details at this moment. A controller that this group isn't in is `nil`.
    public func statisticsDetails() throws(CgroupError) -> StatisticsDetails {
        var details = StatisticsDetails()
        if let group = directory(of: .memory) { details.memory = try Memory.details(in: group) }
        if let group = directory(of: .cpuset), group.version == .v1 {
            details.cpuset = try Cpuset.details(in: group)
        }
        if let group = directory(of: .io) { details.io = try IO.details(in: group) }
        if let group = directory(of: .cpuacct), let lines = try group.read("cpuacct.usage_all") {
            // `cpu user system`, then a line a processor.
            for line in lines.split(separator: UInt8(ascii: "\n")).dropFirst() {
                let words = line.split(separator: UInt8(ascii: " ")).compactMap { decimal($0) }
                guard words.count == 3 else { continue }
                details.processorsOutside.append(words[1])
                details.processorsInKernel.append(words[2])
            }
        }
        return details
    }
}
