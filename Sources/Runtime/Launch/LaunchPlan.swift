import Cgroups
import Glibc
import LinuxSystem

/// Everything that the child will do, decided and opened beforehand: the
/// namespaces to create, the cgroup to be born in, and the steps to execve(2).
/// Building a plan changes nothing but descriptors, which it owns.
public struct LaunchPlan: ~Copyable {
    /// CLONE_NEW* flags for clone3(2).
    var namespaces: UInt64 = 0
    /// What is entered before clone3(2), in this order.
    var entered: [EnteredNamespace] = []
    /// The cgroup to be born in (v2) or to join (v1).
    var join: JoinTarget?
    /// How ids of a new user namespace map to the host's.
    var identityMaps: IdentityMaps?
    /// How far the clocks of a new time namespace are ahead: lines of
    /// /proc/PID/timens_offsets (time_namespaces(7)).
    var timeOffsets = ""
    /// Whether the process is in a user namespace other than this process's,
    /// where it has every capability and none over the host.
    var inUserNamespace = false
    /// Links of the host for the parent to move while the child waits.
    var networkDevices: NetworkDevices?
    /// Gives the container its links while the child waits; it is told the child's id.
    var attachNetwork: ((pid_t) throws(RuntimeError) -> Void)?
    /// The score for the parent to give to a child that, in its new user
    /// namespace, may not lower it itself (proc_pid_oom_score_adj(5)).
    var outOfMemoryScore: Int?
    /// Who gets the listener of the system-call filter.
    var seccompAgent: SeccompAgent?
    /// Whether this process is to hear of what the filter refuses, and answers it.
    var watchesRefusals = false
    private(set) var steps: [LaunchStep] = []
    /// What the specification asks for and the container comes to run without,
    /// a sentence each.
    public private(set) var warnings: [String] = []
    private var descriptors = DescriptorList()

    /// Test hook: the index of a step that fails with EIO instead of being done.
    public var faultIndex: Int?

    public init() {}

    /// How many steps the child will walk.
    public var stepCount: Int { steps.count }

    /// What each step does, in order, for people.
    public var stepDescriptions: [String] { steps.map(\.description) }

    mutating func warn(_ sentence: String) {
        warnings.append(sentence)
    }

    mutating func append(_ step: LaunchStep) {
        steps.append(step)
    }

    /// Takes a descriptor over until the plan's end and answers its number,
    /// for steps to name.
    mutating func hold(_ descriptor: consuming Descriptor) -> CInt {
        let number = descriptor.number
        descriptors.append(descriptor)
        return number
    }

    /// Takes descriptors over until the plan's end.
    mutating func hold(_ descriptors: consuming DescriptorList) {
        self.descriptors.append(contentsOf: descriptors)
    }
}
