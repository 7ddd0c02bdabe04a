import LinuxSystem

/// What has become of a container, as its supervisor last wrote it. A
/// container that never started has no state file.
public enum ContainerState: Hashable, Sendable {
    case running(Running)
    /// Between two runs: it is going to be started again.
    case restarting(Restarting)
    case exited(ExitRecord)

    /// A container whose process lives, or lived when its supervisor was lost.
    public struct Running: Hashable, Sendable {
        /// The first process, in the host's pid namespace.
        public var pid: Int32
        /// Nanoseconds since 1970.
        public var startedAt: Int64
        /// Nanoseconds from the machine's start to the container's: the wall clock may have been set since.
        public var startedSinceBoot: Int64?
        /// Where its limits are kept: a path beneath each cgroup hierarchy.
        public var cgroup: String
        /// Every process of it is stopped for a while.
        public var isPaused = false
        /// How often it was started again since somebody started it.
        public var restartCount = 0
        /// What its health check has found; `nil`: it has none.
        public var health: Health?
        /// How it had ended before it was started again.
        public var previous: ExitRecord?
        /// The start of the machine in which it runs; `nil` where that can't be told.
        public var bootID: String? = BootID.current
    }

    /// A container whose process has ended, and whose policy wants another.
    public struct Restarting: Hashable, Sendable {
        /// How it ended.
        public var last: ExitRecord
        /// How often it was started again since somebody started it.
        public var restartCount = 0
    }
}

/// How a container's first process ended, and why.
public struct ExitRecord: Hashable, Sendable {
    /// Docker's: the process's own, 128 and the signal, or 125–127 when it
    /// never ran.
    public var exitCode: Int32
    /// The signal that ended it.
    public var signal: Int32?
    /// Nanoseconds since 1970; absent when it never ran.
    public var startedAt: Int64?
    /// Nanoseconds since 1970.
    public var finishedAt: Int64
    /// The kernel's out-of-memory killer ended a process of the container.
    public var oomKilled: Bool
    /// Why it did not start.
    public var error: String?
    /// The cause of death when there is more to say than the exit code:
    /// `killed: out of memory (limit 64 MiB, peak 64 MiB)`.
    public var cause: String?
    /// How often it was started again since somebody started it.
    public var restartCount = 0
    /// How long it had run, in milliseconds, while the wall clock may have been set; absent when nobody watched.
    public var length: Int64?
    /// Somebody asked for this end: `unless-stopped` leaves it at that.
    public var wasStopped = false
    /// The facts behind it, for an end that was none as intended. Visitors aren't sent them.
    public var death: Death?

    public init(
        exitCode: Int32, signal: Int32? = nil, startedAt: Int64? = nil, finishedAt: Int64, oomKilled: Bool = false,
        error: String? = nil, cause: String? = nil
    ) {
        self.exitCode = exitCode
        self.signal = signal
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.oomKilled = oomKilled
        self.error = error
        self.cause = cause
    }
}

extension ExitRecord {
    /// Something more to say than the exit code.
    public mutating func add(_ trouble: String) {
        cause = cause.map { "\($0); \(trouble)" } ?? trouble
    }
}
