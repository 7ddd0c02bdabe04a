/// The use of a cgroup at one moment. What the kernel doesn't tell is `nil`,
/// never zero: v1 has no pressure, v2 no time per processor.
public struct Statistics: Hashable, Sendable, Codable {
    public var memory: Memory?
    public var cpu: CPU?
    public var pids: Pids?
    public var io: IO?
    /// By page size.
    public var hugePages: [String: HugePages]?
    public var cpuPressure: Pressure?
    public var memoryPressure: Pressure?
    public var ioPressure: Pressure?

    /// Nothing is told, as for a group that is gone.
    public init() {}
}

extension Statistics {
    /// Amounts in bytes.
    public struct Memory: Hashable, Sendable, Codable {
        /// All memory charged to the group, the page cache among it.
        public var current: UInt64?
        public var peak: UInt64?
        /// `nil` also when there is no limit.
        public var limit: UInt64?
        /// The limit of memory and swap together.
        public var totalLimit: UInt64?
        public var swap: UInt64?
        /// The page cache.
        public var cache: UInt64?
        /// The part of the page cache that is given back first.
        public var inactiveFile: UInt64?
        /// Anonymous memory that is present.
        public var resident: UInt64?
        /// How often the limit was hit.
        public var failures: UInt64?
        /// How often an allocation was about to fail; v2 only.
        public var outOfMemoryEvents: UInt64?
        /// Processes killed for want of memory.
        public var outOfMemoryKills: UInt64?

        /// What `docker stats` calls memory use: without the cache that is
        /// given back first.
        public var workingSet: UInt64? {
            current.map { $0 - min($0, inactiveFile ?? 0) }
        }
    }

    /// Times in nanoseconds.
    public struct CPU: Hashable, Sendable, Codable {
        public var usage: UInt64?
        public var user: UInt64?
        public var system: UInt64?
        /// Periods in which the group wanted to run.
        public var periods: UInt64?
        /// Those of them in which its quota ran out.
        public var throttledPeriods: UInt64?
        /// How long it was stopped for that.
        public var throttled: UInt64?
        /// Use by processor; v1 only.
        public var perProcessor: [UInt64]?
    }

    public struct Pids: Hashable, Sendable, Codable {
        public var current: UInt64?
        /// `nil` also when there is no limit.
        public var limit: UInt64?
        public var peak: UInt64?
        /// Forks refused because of the limit.
        public var refusals: UInt64?
    }

    /// Sums over all block devices.
    public struct IO: Hashable, Sendable, Codable {
        public var readBytes: UInt64
        public var writtenBytes: UInt64
        public var readOperations: UInt64
        public var writeOperations: UInt64
    }

    /// Amounts in bytes.
    public struct HugePages: Hashable, Sendable, Codable {
        public var current: UInt64?
        public var peak: UInt64?
        public var failures: UInt64?
    }
}
