import CShim
import OCI

/// How the kernel's scheduler treats a process: `process.scheduler` of the
/// specification, checked, in the numbers of sched_setattr(2).
struct SchedulingAttributes: Sendable {
    /// As the specification calls it, for messages.
    let policyName: String
    let attributes: skiff_scheduler

    private static let field = "process.scheduler"

    /// sched(7). SCHED_ISO is reserved and has never been implemented.
    private static let policies: [String: UInt32] = [
        "SCHED_OTHER": 0, "SCHED_FIFO": 1, "SCHED_RR": 2, "SCHED_BATCH": 3, "SCHED_IDLE": 5, "SCHED_DEADLINE": 6,
    ]

    private static let flags: [String: UInt64] = [
        "SCHED_FLAG_RESET_ON_FORK": 0x01, "SCHED_FLAG_RECLAIM": 0x02, "SCHED_FLAG_DL_OVERRUN": 0x04,
        "SCHED_FLAG_KEEP_POLICY": 0x08, "SCHED_FLAG_KEEP_PARAMS": 0x10, "SCHED_FLAG_UTIL_CLAMP_MIN": 0x20,
        "SCHED_FLAG_UTIL_CLAMP_MAX": 0x40,
    ]

    init(_ scheduler: RuntimeSpec.Scheduler) throws(RuntimeError) {
        guard let policy = Self.policies[scheduler.policy] else {
            throw .invalid(
                field: "\(Self.field).policy",
                reason: scheduler.policy == "SCHED_ISO"
                    ? "no kernel implements SCHED_ISO" : "unknown policy \"\(scheduler.policy)\"")
        }
        policyName = scheduler.policy
        var flags: UInt64 = 0
        for (index, name) in (scheduler.flags ?? []).enumerated() {
            guard let flag = Self.flags[name] else {
                throw .invalid(field: "\(Self.field).flags[\(index)]", reason: "unknown flag \"\(name)\"")
            }
            flags |= flag
        }
        let nice = scheduler.nice ?? 0
        guard (-20...19).contains(nice) else {
            throw .invalid(
                field: "\(Self.field).nice", reason: "\(nice) is out of range: it has to be between -20 and 19")
        }
        attributes = skiff_scheduler(
            policy: policy, nice: nice, priority: try Self.priority(scheduler), flags: flags,
            runtime: scheduler.runtime ?? 0, deadline: scheduler.deadline ?? 0, period: scheduler.period ?? 0)
        try Self.checkDeadline(scheduler)
    }

    /// The static priority: that of the real-time policies, which have to have one.
    private static func priority(_ scheduler: RuntimeSpec.Scheduler) throws(RuntimeError) -> UInt32 {
        let priority = scheduler.priority ?? 0
        let isRealTime = scheduler.policy == "SCHED_FIFO" || scheduler.policy == "SCHED_RR"
        guard isRealTime || priority == 0 else {
            throw .invalid(field: "\(field).priority", reason: "is for SCHED_FIFO and SCHED_RR alone")
        }
        guard !isRealTime || (1...99).contains(priority) else {
            throw .invalid(
                field: "\(field).priority",
                reason: "\(priority) is out of range: \(scheduler.policy) takes a priority between 1 and 99")
        }
        return UInt32(priority)
    }

    private static func checkDeadline(_ scheduler: RuntimeSpec.Scheduler) throws(RuntimeError) {
        let values = [
            ("runtime", scheduler.runtime), ("deadline", scheduler.deadline), ("period", scheduler.period),
        ]
        guard scheduler.policy != "SCHED_DEADLINE",
            let (name, _) = values.first(where: { $0.1 != nil && $0.1 != 0 })
        else { return }
        throw .invalid(field: "\(field).\(name)", reason: "is for SCHED_DEADLINE alone")
    }
}
