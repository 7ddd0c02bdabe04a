extension RuntimeSpec {
    /// Scheduling attributes, sched_setattr(2) ("Scheduler").
    public struct Scheduler: Hashable, Sendable {
        /// `SCHED_OTHER`, `SCHED_FIFO`, `SCHED_DEADLINE`…
        public var policy: String
        /// -20…19, of SCHED_OTHER and SCHED_BATCH.
        public var nice: Int32?
        /// The static priority of SCHED_FIFO and SCHED_RR.
        public var priority: Int32?
        /// `SCHED_FLAG_RESET_ON_FORK`…
        public var flags: [String]?
        /// Nanoseconds; SCHED_DEADLINE alone.
        public var runtime: UInt64?
        /// Nanoseconds; SCHED_DEADLINE alone.
        public var deadline: UInt64?
        /// Nanoseconds; SCHED_DEADLINE alone.
        public var period: UInt64?

        public init(
            policy: String, nice: Int32? = nil, priority: Int32? = nil, flags: [String]? = nil, runtime: UInt64? = nil,
            deadline: UInt64? = nil, period: UInt64? = nil
        ) {
            self.policy = policy
            self.nice = nice
            self.priority = priority
            self.flags = flags
            self.runtime = runtime
            self.deadline = deadline
            self.period = period
        }
    }

    /// The I/O scheduling class and priority, ioprio_set(2).
    public struct IOPriority: Hashable, Sendable {
        /// `IOPRIO_CLASS_RT`, `IOPRIO_CLASS_BE` or `IOPRIO_CLASS_IDLE`.
        public var schedulingClass: String
        /// 0…7.
        public var priority: Int

        public init(schedulingClass: String, priority: Int) {
            self.schedulingClass = schedulingClass
            self.priority = priority
        }
    }

    /// The processors that a joining process may use, as lists such as `0-3,7`.
    public struct CPUAffinity: Hashable, Sendable {
        /// Before it moves into the container's cgroup.
        public var initial: String?
        /// After it has moved.
        public var final: String?

        public init(initial: String? = nil, final: String? = nil) {
            self.initial = initial
            self.final = final
        }
    }
}
