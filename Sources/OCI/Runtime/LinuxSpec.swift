extension RuntimeSpec {
    /// What is particular to Linux ("Linux Container Configuration").
    public struct Linux: Hashable, Sendable {
        /// The namespaces to make or join; the runtime's own for those not named.
        public var namespaces: [Namespace]?
        /// Ids of a new user namespace, uid_map(5).
        public var userIDMappings: [IDMapping]?
        /// Ids of a new user namespace, gid_map(5).
        public var groupIDMappings: [IDMapping]?
        /// By clock: `monotonic`, `boottime`; time_namespaces(7).
        public var timeOffsets: [String: TimeOffset]?
        /// Nodes beyond the default ones.
        public var devices: [Device]?
        /// Links of the host to move into the container, by their name on the host.
        public var networkDevices: [String: NetworkDevice]?
        /// Absolute: beneath the hierarchy's mount. Relative: where the runtime likes.
        public var cgroupsPath: String?
        /// What the cgroup allows.
        public var resources: Resources?
        /// The resource-control group of Intel processors.
        public var intelRdt: IntelRdt?
        /// On which NUMA nodes memory is taken.
        public var memoryPolicy: MemoryPolicy?
        /// Kernel parameters by name, sysctl(8).
        public var sysctl: [String: String]?
        /// Absent: no filter.
        public var seccomp: Seccomp?
        /// `shared`, `slave`, `private` or `unbindable`.
        public var rootPropagation: String?
        /// Hidden from the container; a path that is absent is no error.
        public var maskedPaths: [String]?
        /// Mounted read-only on themselves; a path that is absent is no error.
        public var readOnlyPaths: [String]?
        /// The SELinux context of the mounts.
        public var mountLabel: String?
        /// Which kernel the process believes to run on.
        public var personality: Personality?

        public init(
            namespaces: [Namespace]? = nil, userIDMappings: [IDMapping]? = nil, groupIDMappings: [IDMapping]? = nil,
            timeOffsets: [String: TimeOffset]? = nil, devices: [Device]? = nil,
            networkDevices: [String: NetworkDevice]? = nil, cgroupsPath: String? = nil, resources: Resources? = nil,
            intelRdt: IntelRdt? = nil, memoryPolicy: MemoryPolicy? = nil, sysctl: [String: String]? = nil,
            seccomp: Seccomp? = nil, rootPropagation: String? = nil, maskedPaths: [String]? = nil,
            readOnlyPaths: [String]? = nil, mountLabel: String? = nil, personality: Personality? = nil
        ) {
            self.namespaces = namespaces
            self.userIDMappings = userIDMappings
            self.groupIDMappings = groupIDMappings
            self.timeOffsets = timeOffsets
            self.devices = devices
            self.networkDevices = networkDevices
            self.cgroupsPath = cgroupsPath
            self.resources = resources
            self.intelRdt = intelRdt
            self.memoryPolicy = memoryPolicy
            self.sysctl = sysctl
            self.seccomp = seccomp
            self.rootPropagation = rootPropagation
            self.maskedPaths = maskedPaths
            self.readOnlyPaths = readOnlyPaths
            self.mountLabel = mountLabel
            self.personality = personality
        }
    }
}
