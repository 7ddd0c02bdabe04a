/// What never changes about a container, kept as `container.json` in its
/// directory. What the runtime is to do stands in `config.json` beside it.
public struct ContainerRecord: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    /// The image as the user named it.
    public var image: String
    /// The digest of its configuration.
    public var imageID: String
    /// Nanoseconds since 1970.
    public var createdAt: Int64
    /// The program and its arguments.
    public var arguments: [String]
    public var labels: [String: String]
    public var interactive: Bool
    public var terminal: Bool
    public var removeOnExit: Bool
    /// By name: `SIGTERM`.
    public var stopSignal: String
    public var network: NetworkMode
    /// What was asked of the cgroups, for `skiff limits`.
    public var limits: AskedLimits

    /// The limits that were asked for; an absent one is the kernel's default.
    public struct AskedLimits: Codable, Hashable, Sendable {
        public var memory: UInt64?
        public var memorySwap: Int64?
        public var memoryReservation: UInt64?
        public var milliCPUs: UInt64?
        public var cpuShares: UInt64?
        public var cpuset: String?
        public var pids: Int64?
    }
}

extension ContainerRecord.AskedLimits {
    init(_ options: ResourceOptions) {
        self.init(
            memory: options.memory, memorySwap: options.memorySwap, memoryReservation: options.memoryReservation,
            milliCPUs: options.milliCPUs, cpuShares: options.cpuShares, cpuset: options.cpuset, pids: options.pids)
    }
}
