import Cgroups
import Glibc
import LinuxSystem

/// Everything that the child will do, decided and opened beforehand: the
/// namespaces to create, the cgroup to be born in, and the steps to execve(2).
/// Building a plan changes nothing but descriptors, which it owns.
public struct LaunchPlan: ~Copyable {
    /// CLONE_NEW* flags for clone3(2).
    var namespaces: UInt64 = 0
    /// The cgroup to be born in (v2) or to join (v1).
    var join: JoinTarget?
    /// How ids of a new user namespace map to the host's.
    var identityMaps: IdentityMaps?
    /// Who gets the listener of the system-call filter.
    var seccompAgent: SeccompAgent?
    private(set) var steps: [LaunchStep] = []
    private var descriptors = DescriptorList()

    /// Test hook: the index of a step that fails with EIO instead of being done.
    public var faultIndex: Int?

    public init() {}

    /// How many steps the child will walk.
    public var stepCount: Int { steps.count }

    /// What each step does, in order, for people.
    public var stepDescriptions: [String] { steps.map(\.description) }

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
}
