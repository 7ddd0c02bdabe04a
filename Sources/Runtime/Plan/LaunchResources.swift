import LinuxSystem

/// What a plan is made from beside the specification: things that are open or
/// decided already.
public struct LaunchResources: ~Copyable {
    /// The container's root, attached nowhere yet.
    public var root: DetachedMount
    /// The child's ends of the standard streams; absent when it gets a terminal.
    public var streams: ChildStreams?
    public var terminalSize: TerminalSize?
    public var seccomp: SeccompProgram?
    /// Directories of the container's cgroup, one a hierarchy, for
    /// /sys/fs/cgroup inside.
    public var membership: CgroupMembership
    public var keyringName: String
}

/// How the child gets into its cgroup and what it sees of it.
public struct CgroupMembership: ~Copyable {
    /// v2: the directory to be born in.
    public var birthplace: Descriptor?
    /// v1: descriptors of `tasks` files, by controller; the cgroup owns them.
    public var joins: [Join] = []
    /// What is mounted below /sys/fs/cgroup: directory name, host path.
    public var views: [View] = []

    public init() {}

    public struct Join: Sendable {
        public let controller: String
        public let descriptor: CInt
    }

    public struct View: Sendable {
        /// The name below /sys/fs/cgroup; empty when the group itself is mounted there (v2).
        public let name: String
        /// The group's directory on the host.
        public let path: String
    }
}
