/// Where this host has its cgroup hierarchies mounted: one unified (v2), any
/// number of legacy ones (v1), or both (hybrid).
public struct Hierarchies: Hashable, Sendable {
    /// One mounted v1 hierarchy with the controllers that live on it:
    /// `cpu,cpuacct` are often mounted together.
    public struct Legacy: Hashable, Sendable {
        public var mountPoint: String
        /// Empty for a named hierarchy, such as systemd's.
        public var controllers: [Controller]

        public init(mountPoint: String, controllers: [Controller]) {
            self.mountPoint = mountPoint
            self.controllers = controllers
        }
    }

    /// The mount point of the v2 hierarchy.
    public var unified: String?
    /// The v1 hierarchies in the order of their mounts.
    public var legacy: [Legacy]

    public init(unified: String?, legacy: [Legacy] = []) {
        self.unified = unified
        self.legacy = legacy
    }

    /// Whether a v1 hierarchy has this controller; v2 then doesn't
    /// (cgroups(7): a controller lives on one hierarchy at a time).
    func isLegacy(_ controller: Controller) -> Bool {
        legacy.contains { $0.controllers.contains(controller) }
    }
}
