/// What a runtime needs to know to run one container on Linux: the `config.json` of the OCI runtime
/// specification 1.2 ("Configuration"). Absent fields stay absent, so that a file that is read and
/// written again says the same. A set is an enum where the specification closes it, and text where
/// a runtime must be able to name what it refuses. Engines build this value, the runtime reads it;
/// the types here check nothing but their shape.
public struct RuntimeSpec: Hashable, Sendable {
    /// The version of the specification that the value follows: `1.2.0`.
    public var version: String
    /// The container's first process.
    public var process: Process?
    /// The container's root file system.
    public var root: Root?
    /// uts_namespaces(7); needs a UTS namespace of the container's own.
    public var hostname: String?
    /// The NIS domain name, setdomainname(2).
    public var domainname: String?
    /// Mounted in this order, on top of the root.
    public var mounts: [Mount]?
    /// Programs that the runtime runs at points of the container's life.
    public var hooks: Hooks?
    /// Free texts that the runtime keeps and shows.
    public var annotations: [String: String]?
    /// Namespaces, cgroup and filter.
    public var linux: Linux?

    public init(
        version: String, process: Process? = nil, root: Root? = nil, hostname: String? = nil, domainname: String? = nil,
        mounts: [Mount]? = nil, hooks: Hooks? = nil, annotations: [String: String]? = nil, linux: Linux? = nil
    ) {
        self.version = version
        self.process = process
        self.root = root
        self.hostname = hostname
        self.domainname = domainname
        self.mounts = mounts
        self.hooks = hooks
        self.annotations = annotations
        self.linux = linux
    }
}

extension RuntimeSpec {
    /// The root file system ("Root").
    public struct Root: Hashable, Sendable {
        /// Absolute, or relative to the bundle.
        public var path: String
        /// Absent: the root may be written to.
        public var readOnly: Bool?

        public init(path: String, readOnly: Bool? = nil) {
            self.path = path
            self.readOnly = readOnly
        }
    }
}
