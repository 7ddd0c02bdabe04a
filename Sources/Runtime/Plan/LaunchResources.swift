import Cgroups
import Glibc
import LinuxSystem
import OCI

/// What a plan is made from beside the specification: things that are open or
/// decided already.
public struct LaunchResources: ~Copyable {
    /// The container's root, attached nowhere yet.
    public var root: DetachedMount
    /// The child's ends of the standard streams; absent when it gets a
    /// terminal, or keeps those of this process.
    public var streams: ChildStreams?
    /// The compiled filter; absent: none.
    public var seccomp: SeccompProgram?
    /// Who gets the listener of a filter that has one.
    public var seccompAgent: SeccompAgent?
    /// Whether what the filter refuses with EPERM is told to this process, which has to answer from then on
    /// (`LaunchedProcess.refusals`).
    public var watchesRefusals = false
    /// The network namespace that the container is to have, if that was begun
    /// beforehand.
    public var network: NewNetworkNamespace?
    /// The same, when it is there already.
    var networkFile: Descriptor?
    /// Gives the container its links, when its network namespace is made with its process, whose id it gets: it waits
    /// meanwhile.
    var attachNetwork: ((pid_t) throws(RuntimeError) -> Void)?
    /// How the child enters its cgroup.
    public var join: JoinTarget
    /// The group that the child enters instead, in the end, because it is only being made.
    var arrival: CgroupArrival?
    /// What of the cgroup is to be seen below /sys/fs/cgroup inside.
    public var views: [CgroupView] = []
    /// The `tasks` file of the container's resource-control group, open for
    /// writing; required when the specification has linux.intelRdt.
    public var resourceControl: Descriptor?
    /// The bundle's directory, absolute: where a mount's relative source starts.
    public var bundle: String?
    /// Absent: the present one stays.
    public var keyring: SessionKeyring?
    /// The socket that the start comes by; absent: the process starts at once.
    public var startSocket: Descriptor?
    /// How many descriptors after 2 the process is to keep.
    public var preservedDescriptors: CInt = 0
    /// The process is killed when this one ends.
    public var endsWithParent = true
    /// The root is changed by chroot(2) instead of pivot_root(2).
    public var avoidsPivot = false
    /// The directory of the host on which the root is to be found until it
    /// becomes the process's; absent: it is found nowhere.
    public var rootPath: String?
    /// What hooks are told of the container; absent: none are run.
    public var hookState: RuntimeState?
}
