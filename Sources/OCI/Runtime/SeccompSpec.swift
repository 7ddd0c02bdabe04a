extension RuntimeSpec {
    /// A filter of system calls, seccomp(2) ("Seccomp").
    public struct Seccomp: Hashable, Sendable {
        /// On calls that no rule names.
        public var defaultAction: SeccompAction
        /// For actions that answer with an error; absent: EPERM.
        public var defaultErrno: UInt32?
        /// libseccomp's names: `SCMP_ARCH_X86_64`.
        public var architectures: [String]?
        /// `SECCOMP_FILTER_FLAG_LOG`…
        public var flags: [String]?
        /// The socket that is sent the descriptor of SCMP_ACT_NOTIFY.
        public var listenerPath: String?
        /// Free text, which the socket is sent with the descriptor.
        public var listenerMetadata: String?
        /// What is done instead on the calls that these name.
        public var systemCalls: [SystemCallRule]?

        public init(
            defaultAction: SeccompAction, defaultErrno: UInt32? = nil, architectures: [String]? = nil,
            flags: [String]? = nil, listenerPath: String? = nil, listenerMetadata: String? = nil,
            systemCalls: [SystemCallRule]? = nil
        ) {
            self.defaultAction = defaultAction
            self.defaultErrno = defaultErrno
            self.architectures = architectures
            self.flags = flags
            self.listenerPath = listenerPath
            self.listenerMetadata = listenerMetadata
            self.systemCalls = systemCalls
        }
    }

    /// What to do on some system calls.
    public struct SystemCallRule: Hashable, Sendable {
        /// Calls by name; those that the architecture doesn't have are passed over.
        public var names: [String]
        /// On these calls, when the conditions hold.
        public var action: SeccompAction
        /// For actions that answer with an error; absent: EPERM.
        public var errno: UInt32?
        /// All must hold.
        public var arguments: [SystemCallArgument]?

        public init(
            names: [String], action: SeccompAction, errno: UInt32? = nil, arguments: [SystemCallArgument]? = nil
        ) {
            self.names = names
            self.action = action
            self.errno = errno
            self.arguments = arguments
        }
    }

    /// A condition on one argument of a system call.
    public struct SystemCallArgument: Hashable, Sendable {
        /// 0…5.
        public var index: UInt32
        /// What to compare with; the mask of `SCMP_CMP_MASKED_EQ`.
        public var value: UInt64
        /// What the masked argument must equal.
        public var secondValue: UInt64?
        /// How the argument is compared.
        public var comparison: SeccompOperator

        public init(index: UInt32, value: UInt64, secondValue: UInt64? = nil, comparison: SeccompOperator) {
            self.index = index
            self.value = value
            self.secondValue = secondValue
            self.comparison = comparison
        }
    }

    /// The actions of seccomp_rule_add(3).
    public enum SeccompAction: String, Hashable, Sendable, CaseIterable {
        case kill = "SCMP_ACT_KILL"
        case killProcess = "SCMP_ACT_KILL_PROCESS"
        case killThread = "SCMP_ACT_KILL_THREAD"
        case trap = "SCMP_ACT_TRAP"
        case errno = "SCMP_ACT_ERRNO"
        case trace = "SCMP_ACT_TRACE"
        case allow = "SCMP_ACT_ALLOW"
        case log = "SCMP_ACT_LOG"
        case notify = "SCMP_ACT_NOTIFY"
    }

    /// The comparisons of seccomp_rule_add(3).
    public enum SeccompOperator: String, Hashable, Sendable, CaseIterable {
        case notEqual = "SCMP_CMP_NE"
        case less = "SCMP_CMP_LT"
        case lessOrEqual = "SCMP_CMP_LE"
        case equal = "SCMP_CMP_EQ"
        case greaterOrEqual = "SCMP_CMP_GE"
        case greater = "SCMP_CMP_GT"
        case maskedEqual = "SCMP_CMP_MASKED_EQ"
    }
}
