import JSON

/// What is known of a container's end beside its exit code: the facts from
/// which `skiff why` tells the story. Only what the kernel, or the supervisor
/// itself, has seen; nothing is guessed.
public struct Death: Hashable, Sendable {
    /// Who sent the signal that ended it.
    public enum Sender: Hashable, Sendable {
        /// The kernel's out-of-memory killer. The cgroup is the one whose limit
        /// was reached; `nil`: the machine's memory had run out.
        case outOfMemoryKiller(cgroup: String?)
        /// `skiff kill`, by this user.
        case kill(user: UInt32)
        /// `skiff stop`, by this user; after so many milliseconds when the stop signal had not ended it.
        case stop(user: UInt32, after: Int64?)
        /// Its supervisor, because it was unhealthy.
        case healthCheck
        /// The process itself, by what it did: a bad access to memory, an
        /// illegal instruction, abort(3).
        case itself
        /// Some process of the host. The first process of a pid namespace can't
        /// be killed from inside (pid_namespaces(7)).
        case host
        /// The system call filter.
        case filter
    }

    /// `nil`: it exited by itself, or the sender isn't known.
    public var sender: Sender?
    /// The kernel wrote a core dump, core(5).
    public var dumpedCore = false
    /// Processes of the container that the out-of-memory killer took.
    public var outOfMemoryKills: UInt64 = 0
    /// Bytes; `nil` where the kernel doesn't tell, or nothing was asked.
    public var memoryLimit: UInt64?
    /// As `memoryLimit`.
    public var memoryPeak: UInt64?
    /// How long its processes were kept from running by the limit of processor time, in nanoseconds.
    public var throttled: UInt64 = 0
    /// How often a process or thread was refused because of the limit on their number.
    public var refusedProcesses: UInt64 = 0
    /// What the limit is; `nil` where there is none.
    public var processLimit: UInt64?
    /// Whether its supervisor saw what the filter refused. Then what isn't in
    /// `refusedCalls` was not the filter's doing.
    public var watchedFilter = false
    /// What the filter refused its processes last, the latest first; at most eight.
    public var refusedCalls: [RefusedCall] = []
    /// What it wrote last to standard error, or to its terminal: at most ten lines.
    public var lastLines: [String] = []
    /// What the kernel's log says of its first process.
    public var kernelLines: [String] = []
    /// What its health check had found.
    public var health: Health?

    public init() {}
}
