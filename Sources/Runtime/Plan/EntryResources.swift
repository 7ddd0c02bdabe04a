import Cgroups
import Glibc
import LinuxSystem
import OCI

/// What the plan of a further process of a running container is made from
/// beside the process: the container, and things that are open or decided
/// already.
public struct EntryResources: ~Copyable {
    /// The container's first process.
    public var pid: pid_t
    /// The same process. It is what is entered by: `pid` alone could have
    /// become another's.
    public var process: ProcessDescriptor
    /// The namespaces of the container's specification, new and joined ones;
    /// those not named are the host's, where the process is already.
    public var namespaces: [RuntimeSpec.Namespace]
    /// The container's `linux`, of whose kernel the process sees the same.
    public var linux = RuntimeSpec.Linux()
    /// How the process enters the container's cgroup.
    public var join: JoinTarget
    /// The child's ends of the standard streams; absent when it gets a terminal
    /// or keeps those of this process.
    public var streams: ChildStreams?
    /// The compiled filter; absent: none.
    public var seccomp: SeccompProgram?
    /// Who gets the listener of the filter, when that notifies.
    public var seccompAgent: SeccompAgent?
    /// Absent: the process keeps this process's.
    public var keyring: SessionKeyring?
    /// How many descriptors from 3 on the process inherits. All of them must be
    /// open: the number of one that is not would be given to a file of the host.
    public var preservedDescriptors: CInt
    /// Whether the process is killed when this one ends.
    public var endsWithParent: Bool

    public init(
        pid: pid_t, process: consuming ProcessDescriptor, namespaces: [RuntimeSpec.Namespace],
        join: consuming JoinTarget, streams: consuming ChildStreams? = nil
    ) {
        self.pid = pid
        self.process = process
        self.namespaces = namespaces
        self.join = join
        self.streams = streams
        preservedDescriptors = 0
        endsWithParent = false
    }
}
