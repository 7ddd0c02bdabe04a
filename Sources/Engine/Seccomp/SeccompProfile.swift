import OCI

/// Which system calls a container may make, with conditions that are settled
/// when the container's capabilities and the host are known: the model of
/// Docker's profile files and of the engine's own profile.
public struct SeccompProfile: Hashable, Sendable {
    /// For every call that no rule names.
    public var defaultAction: RuntimeSpec.SeccompAction
    /// Of that action, where it answers with an error; absent: EPERM.
    public var defaultErrno: UInt32?
    /// Whose calls it is about.
    public var architectures: Architectures
    /// `SECCOMP_FILTER_FLAG_LOG`…
    public var flags: [String]?
    /// As `RuntimeSpec.Seccomp` has it, as what follows.
    public var listenerPath: String?
    /// As `RuntimeSpec.Seccomp` has it.
    public var listenerMetadata: String?
    /// In force are those whose conditions hold.
    public var rules: [Rule]

    /// The architectures whose calls the filter knows, by libseccomp's names.
    public enum Architectures: Hashable, Sendable {
        /// These, whatever the host is.
        case fixed([String])
        /// The family whose native architecture is the host's.
        case ofHost([ArchitectureFamily])
    }

    /// An architecture with the others that its kernel can run, by libseccomp's names.
    public struct ArchitectureFamily: Hashable, Sendable {
        /// The kernel's own.
        public var native: String
        /// Those of 32 bits, and x32.
        public var others: [String]

        public init(native: String, others: [String]) {
            self.native = native
            self.others = others
        }
    }

    /// What to do on some calls, where the conditions hold.
    public struct Rule: Hashable, Sendable {
        /// Which calls, with which arguments, and what to do.
        public var call: RuntimeSpec.SystemCallRule
        /// All of it must hold.
        public var includes: Condition
        /// None of it may hold.
        public var excludes: Condition

        public init(
            _ call: RuntimeSpec.SystemCallRule, includes: Condition = Condition(), excludes: Condition = Condition()
        ) {
            self.call = call
            self.includes = includes
            self.excludes = excludes
        }
    }

    /// Things that may be true of a container and its host.
    public struct Condition: Hashable, Sendable {
        /// The container has all of these.
        public var capabilities: CapabilitySet
        /// Go's names: `amd64`.
        public var architectures: [String]
        /// The host's kernel is this one or a later one; absent: any.
        public var minimumKernel: KernelVersion?

        public init(
            capabilities: CapabilitySet = [], architectures: [String] = [], minimumKernel: KernelVersion? = nil
        ) {
            self.capabilities = capabilities
            self.architectures = architectures
            self.minimumKernel = minimumKernel
        }
    }

    public init(
        defaultAction: RuntimeSpec.SeccompAction, defaultErrno: UInt32?, architectures: Architectures, rules: [Rule]
    ) {
        self.defaultAction = defaultAction
        self.defaultErrno = defaultErrno
        self.architectures = architectures
        self.rules = rules
    }
}
