extension RuntimeSpec {
    /// The execution domain, personality(2) ("Personality").
    public struct Personality: Hashable, Sendable {
        /// `LINUX` or `LINUX32`.
        public var domain: String
        /// None are known yet.
        public var flags: [String]?

        public init(domain: String, flags: [String]? = nil) {
            self.domain = domain
            self.flags = flags
        }
    }

    /// The NUMA policy, set_mempolicy(2) ("Memory policy").
    public struct MemoryPolicy: Hashable, Sendable {
        /// `MPOL_BIND`, `MPOL_INTERLEAVE`…
        public var mode: String
        /// A list such as `0-1`.
        public var nodes: String?
        /// `MPOL_F_STATIC_NODES`…
        public var flags: [String]?

        public init(mode: String, nodes: String? = nil, flags: [String]? = nil) {
            self.mode = mode
            self.nodes = nodes
            self.flags = flags
        }
    }

    /// Cache and memory bandwidth of Intel processors, the kernel's resctrl ("Intel RDT").
    public struct IntelRdt: Hashable, Sendable {
        /// The class of service.
        public var classID: String?
        /// Lines for the group's `schemata` file.
        public var schemata: [String]?
        /// The line of `schemata` for the third-level cache, `L3:0=ff`.
        public var l3CacheSchema: String?
        /// The line of `schemata` for the memory's bandwidth, `MB:0=50`.
        public var memoryBandwidthSchema: String?
        /// A monitoring group for the container.
        public var enableMonitoring: Bool?
        /// Counters of the cache; version 1.2 of the specification, replaced by `enableMonitoring`.
        public var enableCacheMonitoring: Bool?
        /// Counters of the bandwidth; version 1.2 of the specification, replaced by `enableMonitoring`.
        public var enableBandwidthMonitoring: Bool?

        public init(
            classID: String? = nil, schemata: [String]? = nil, l3CacheSchema: String? = nil,
            memoryBandwidthSchema: String? = nil, enableMonitoring: Bool? = nil, enableCacheMonitoring: Bool? = nil,
            enableBandwidthMonitoring: Bool? = nil
        ) {
            self.classID = classID
            self.schemata = schemata
            self.l3CacheSchema = l3CacheSchema
            self.memoryBandwidthSchema = memoryBandwidthSchema
            self.enableMonitoring = enableMonitoring
            self.enableCacheMonitoring = enableCacheMonitoring
            self.enableBandwidthMonitoring = enableBandwidthMonitoring
        }
    }
}
