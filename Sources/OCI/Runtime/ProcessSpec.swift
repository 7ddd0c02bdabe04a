extension RuntimeSpec {
    /// The container's process, or one that joins it ("Process").
    public struct Process: Hashable, Sendable {
        /// Standard input, output and error are one terminal of its own.
        public var terminal: Bool?
        /// The terminal's at the start.
        public var consoleSize: ConsoleSize?
        /// Whose rights it has.
        public var user: User
        /// The program and its arguments, as execvp(3) takes them.
        public var arguments: [String]?
        /// `KEY=VALUE`.
        public var environment: [String]?
        /// Absolute, inside the container.
        public var workingDirectory: String
        /// Absent: none.
        public var capabilities: CapabilitySets?
        /// Each type once.
        public var resourceLimits: [ResourceLimit]?
        /// prctl(2) PR_SET_NO_NEW_PRIVS.
        public var noNewPrivileges: Bool?
        /// The profile's name; it is loaded already.
        public var appArmorProfile: String?
        /// -1000…1000, proc_pid_oom_score_adj(5).
        public var oomScoreAdjustment: Int?
        /// How it shares processors with others.
        public var scheduler: Scheduler?
        /// The SELinux context of the process.
        public var selinuxLabel: String?
        /// How it shares block devices with others.
        public var ioPriority: IOPriority?
        /// For processes that join the container.
        public var execCPUAffinity: CPUAffinity?

        public init(
            terminal: Bool? = nil, consoleSize: ConsoleSize? = nil, user: User, arguments: [String]? = nil,
            environment: [String]? = nil, workingDirectory: String, capabilities: CapabilitySets? = nil,
            resourceLimits: [ResourceLimit]? = nil, noNewPrivileges: Bool? = nil, appArmorProfile: String? = nil,
            oomScoreAdjustment: Int? = nil, scheduler: Scheduler? = nil, selinuxLabel: String? = nil,
            ioPriority: IOPriority? = nil, execCPUAffinity: CPUAffinity? = nil
        ) {
            self.terminal = terminal
            self.consoleSize = consoleSize
            self.user = user
            self.arguments = arguments
            self.environment = environment
            self.workingDirectory = workingDirectory
            self.capabilities = capabilities
            self.resourceLimits = resourceLimits
            self.noNewPrivileges = noNewPrivileges
            self.appArmorProfile = appArmorProfile
            self.oomScoreAdjustment = oomScoreAdjustment
            self.scheduler = scheduler
            self.selinuxLabel = selinuxLabel
            self.ioPriority = ioPriority
            self.execCPUAffinity = execCPUAffinity
        }
    }

    /// The terminal's size in characters.
    public struct ConsoleSize: Hashable, Sendable {
        /// Lines.
        public var height: UInt16
        /// Columns.
        public var width: UInt16

        public init(height: UInt16, width: UInt16) {
            self.height = height
            self.width = width
        }
    }

    /// Who the process runs as: ids inside the container ("User").
    public struct User: Hashable, Sendable {
        /// The user, real, effective and saved (credentials(7)).
        public var userID: UInt32
        /// The primary group.
        public var groupID: UInt32
        /// umask(2); absent: the runtime's own.
        public var umask: UInt32?
        /// The supplementary groups, setgroups(2).
        public var additionalGroupIDs: [UInt32]?

        public init(userID: UInt32, groupID: UInt32, umask: UInt32? = nil, additionalGroupIDs: [UInt32]? = nil) {
            self.userID = userID
            self.groupID = groupID
            self.umask = umask
            self.additionalGroupIDs = additionalGroupIDs
        }
    }

    /// The five sets of capabilities(7), each a list of names such as `CAP_NET_ADMIN`. Texts,
    /// because a runtime has to refuse a name that it doesn't know.
    public struct CapabilitySets: Hashable, Sendable {
        /// What no execve(2) can go beyond.
        public var bounding: [String]?
        /// What permission checks look at.
        public var effective: [String]?
        /// What execve(2) of a file with capabilities may keep.
        public var inheritable: [String]?
        /// What the effective set may have.
        public var permitted: [String]?
        /// What execve(2) keeps without the file's doing.
        public var ambient: [String]?

        public init(
            bounding: [String]? = nil, effective: [String]? = nil, inheritable: [String]? = nil,
            permitted: [String]? = nil, ambient: [String]? = nil
        ) {
            self.bounding = bounding
            self.effective = effective
            self.inheritable = inheritable
            self.permitted = permitted
            self.ambient = ambient
        }
    }

    /// One limit of setrlimit(2). RLIM_INFINITY is 2^64 - 1.
    public struct ResourceLimit: Hashable, Sendable {
        /// `RLIMIT_NOFILE`.
        public var type: String
        /// What nobody but root can raise the soft one beyond.
        public var hard: UInt64
        /// What the kernel keeps to.
        public var soft: UInt64

        public init(type: String, hard: UInt64, soft: UInt64) {
            self.type = type
            self.hard = hard
            self.soft = soft
        }
    }
}
