/// Where this host has its cgroup hierarchies mounted: one unified (v2), any
/// number of legacy ones (v1), or both (hybrid).
public struct Hierarchies: Hashable, Sendable {
    /// One mounted v1 hierarchy with the controllers that live on it:
    /// `cpu,cpuacct` are often mounted together.
    public struct Legacy: Hashable, Sendable {
        /// Absolute, on this host.
        public var mountPoint: String
        /// Empty for a named hierarchy, such as systemd's.
        public var controllers: [Controller]
        /// What a hierarchy without controllers is called: `systemd`, else empty.
        public var name: String
        /// The group that the mount shows, as this process sees it: `/`, unless
        /// a part of the hierarchy was bind-mounted.
        public var root: String

        public init(mountPoint: String, controllers: [Controller], name: String = "", root: String = "/") {
            self.mountPoint = mountPoint
            self.controllers = controllers
            self.name = name
            self.root = root
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

    /// On which version this host has a controller; `nil` where it is on none
    /// that is mounted. A v2 hierarchy is taken to have what v1 hasn't.
    public func version(of controller: Controller) -> Version? {
        if isLegacy(controller) { return .v1 }
        return unified == nil ? nil : .v2
    }

    /// Whether a v1 hierarchy has this controller; v2 then doesn't
    /// (cgroups(7): a controller lives on one hierarchy at a time).
    func isLegacy(_ controller: Controller) -> Bool {
        legacy.contains { $0.controllers.contains(controller) }
    }
}

extension Hierarchies.Legacy {
    /// What /proc/PID/cgroup and runc's `cgroup_paths` call the hierarchy:
    /// each of its controllers, or `name=systemd`.
    var subsystems: [String] {
        if !name.isEmpty { return ["name=\(name)"] }
        if !controllers.isEmpty { return controllers.map(\.legacyName) }
        // A controller that this package doesn't know, at its own mount.
        return mountPoint.split(separator: "/").suffix(1).map(String.init)
    }
}
