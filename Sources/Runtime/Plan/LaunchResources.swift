import Cgroups
import LinuxSystem

/// What a plan is made from beside the specification: things that are open or
/// decided already.
public struct LaunchResources: ~Copyable {
    /// The container's root, attached nowhere yet.
    public var root: DetachedMount
    /// The child's ends of the standard streams; absent when it gets a terminal.
    public var streams: ChildStreams?
    public var seccomp: SeccompProgram?
    /// How the child enters its cgroup.
    public var join: JoinTarget
    /// What of the cgroup is to be seen below /sys/fs/cgroup inside.
    public var views: [CgroupView]
    /// The bundle's directory, absolute: where a mount's relative source starts.
    public var bundle: String?
    public var keyringName: String
}
