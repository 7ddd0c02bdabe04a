/// The use of a cgroup at one moment. What the kernel doesn't tell is `nil`,
/// never zero: v1 has no pressure, v2 no time per processor.
public struct Statistics: Hashable, Sendable, Codable {
    /// `nil`, as each of the others, where the group has no such controller.
    public var memory: Memory?
    /// Processor time used.
    public var cpu: CPU?
    /// Processes and threads.
    public var pids: Pids?
    /// Reads and writes of block devices.
    public var io: IO?
    /// By page size.
    public var hugePages: [String: HugePages]?
    /// Time lost waiting for a processor.
    public var cpuPressure: Pressure?
    /// Time lost waiting for memory.
    public var memoryPressure: Pressure?
    /// Time lost waiting for block devices.
    public var ioPressure: Pressure?

    /// Nothing is told, as for a group that is gone.
    public init() {}
}

extension Statistics {
    /// Amounts in bytes.
    public struct Memory: Hashable, Sendable, Codable {
        /// All memory charged to the group, the page cache among it.
        public var current: UInt64?
        /// The most that `current` has been.
        public var peak: UInt64?
        /// `nil` also when there is no limit.
        public var limit: UInt64?
        /// The limit of memory and swap together.
        public var totalLimit: UInt64?
        /// What is swapped out.
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
        /// All of it.
        public var usage: UInt64?
        /// Outside of the kernel.
        public var user: UInt64?
        /// In the kernel.
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

    /// Processes and threads, which the kernel counts alike.
    public struct Pids: Hashable, Sendable, Codable {
        /// How many there are.
        public var current: UInt64?
        /// `nil` also when there is no limit.
        public var limit: UInt64?
        /// The most that there have been.
        public var peak: UInt64?
        /// Forks refused because of the limit.
        public var refusals: UInt64?
    }

    /// Sums over all block devices.
    public struct IO: Hashable, Sendable, Codable {
        /// Since the group was made, as the three that follow.
        public var readBytes: UInt64
        /// Written by the group itself, or later for it by the kernel.
        public var writtenBytes: UInt64
        /// Requests that were sent to devices.
        public var readOperations: UInt64
        /// As `readOperations`.
        public var writeOperations: UInt64
    }

    /// Amounts in bytes.
    public struct HugePages: Hashable, Sendable, Codable {
        /// In use now.
        public var current: UInt64?
        /// The most that has been in use; v1 only.
        public var peak: UInt64?
        /// How often the limit was hit.
        public var failures: UInt64?
    }
}
