import OCI

extension LaunchPlan {
    /// How the process is scheduled. After the hooks, which it doesn't concern
    /// and which a process of SCHED_DEADLINE could not fork; before the user,
    /// who may not ask for real time.
    mutating func addScheduling(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        if let scheduler = process.scheduler { append(.scheduler(try SchedulingAttributes(scheduler))) }
        if let priority = process.ioPriority { append(.ioPriority(try IOPriority(priority))) }
    }

    /// What the kernel is to be for the process, and where its memory is to be.
    mutating func addExecutionDomain(_ linux: RuntimeSpec.Linux) throws(RuntimeError) {
        if let policy = linux.memoryPolicy { append(.memoryPolicy(try MemoryPolicy(policy))) }
        guard let personality = linux.personality else { return }
        guard personality.flags ?? [] == [] else {
            throw .invalid(field: "linux.personality.flags", reason: "are not supported")
        }
        switch personality.domain {
        // linux/personality.h.
        case "LINUX": append(.personality(0, name: personality.domain))
        case "LINUX32": append(.personality(8, name: personality.domain))
        default:
            throw .invalid(field: "linux.personality.domain", reason: "unknown domain \"\(personality.domain)\"")
        }
    }

    /// The processors of a process that joins a container, once it is in the
    /// container's cgroup. The first process of a container isn't concerned.
    mutating func addFinalAffinity(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        if let set = try ExecAffinity(process)?.final { append(.processors(set)) }
    }
}
