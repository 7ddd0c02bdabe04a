import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A wrong field is refused by its path", .requiresRoot)
struct ProcessRefusalTests {
    @Test(arguments: [
        Refusal("process.args: names no command") { $0.process?.arguments = [] },
        Refusal("process.args[1]: holds a NUL character") { $0.process?.arguments = ["a", "b\0"] },
        Refusal("process.env[1]: \"FOO\" is not of the form NAME=value") { $0.process?.environment = ["A=", "FOO"] },
        Refusal("process.env[0]: \"=x\" is not of the form NAME=value") { $0.process?.environment = ["=x"] },
        Refusal("process.env[0]: holds a NUL character") { $0.process?.environment = ["A=\0"] },
        Refusal("process.cwd: \"tmp\" is not an absolute path") { $0.process?.workingDirectory = "tmp" },
        Refusal("process.cwd: holds a NUL character") { $0.process?.workingDirectory = "/\0" },
        Refusal("process.user.uid: 4294967295 is the kernel's word for no id") { $0.process?.user.userID = .max },
        Refusal("process.user.gid: 4294967295 is the kernel's word for no id") { $0.process?.user.groupID = .max },
        Refusal("process.user.additionalGids[1]: 4294967295 is the kernel's word for no id") {
            $0.process?.user.additionalGroupIDs = [0, .max]
        },
        Refusal("process.user.additionalGids: are 65537, and the kernel takes 65536") {
            $0.process?.user.additionalGroupIDs = Array(0...65536)
        },
        Refusal("process.user.umask: has bits beyond the permissions, 0777") { $0.process?.user.umask = 0o1000 },
        Refusal("process.capabilities.bounding[1]: unknown capability \"CAP_FOO\"") {
            $0.process?.capabilities?.bounding = ["CAP_CHOWN", "CAP_FOO"]
        },
        Refusal("process.capabilities.ambient[0]: unknown capability \"\"") {
            $0.process?.capabilities?.ambient = [""]
        },
        Refusal("process.capabilities.effective[2]: CAP_KILL is not in the permitted set") {
            $0.process?.capabilities?.effective?.append("CAP_KILL")
        },
        Refusal("process.capabilities.inheritable[0]: CAP_KILL is not in the bounding set") {
            $0.process?.capabilities?.inheritable = ["CAP_KILL"]
        },
        Refusal("process.rlimits[1].type: unknown resource \"RLIMIT_FOO\"") {
            $0.process?.resourceLimits?.append(.init(type: "RLIMIT_FOO", hard: 0, soft: 0))
        },
        Refusal("process.rlimits[1].type: RLIMIT_CORE is limited twice") {
            $0.process?.resourceLimits?.append(.init(type: "RLIMIT_CORE", hard: 0, soft: 0))
        },
        Refusal("process.rlimits[1].soft: 2 is more than the hard limit 1") {
            $0.process?.resourceLimits?.append(.init(type: "RLIMIT_CPU", hard: 1, soft: 2))
        },
        Refusal("process.oomScoreAdj: 1001 is out of range: it has to be between -1000 and 1000") {
            $0.process?.oomScoreAdjustment = 1001
        },
    ])
    func `of the process`(refusal: Refusal) throws {
        try refusal.expect()
    }

    @Test(arguments: [
        Refusal("process.scheduler.policy: unknown policy \"FIFO\"") { $0.process?.scheduler = .init(policy: "FIFO") },
        Refusal("process.scheduler.policy: no kernel implements SCHED_ISO") {
            $0.process?.scheduler = .init(policy: "SCHED_ISO")
        },
        Refusal("process.scheduler.nice: 20 is out of range: it has to be between -20 and 19") {
            $0.process?.scheduler = .init(policy: "SCHED_OTHER", nice: 20)
        },
        Refusal("process.scheduler.priority: is for SCHED_FIFO and SCHED_RR alone") {
            $0.process?.scheduler = .init(policy: "SCHED_BATCH", priority: 1)
        },
        Refusal("process.scheduler.priority: 0 is out of range: SCHED_RR takes a priority between 1 and 99") {
            $0.process?.scheduler = .init(policy: "SCHED_RR")
        },
        Refusal("process.scheduler.flags[1]: unknown flag \"X\"") {
            $0.process?.scheduler = .init(policy: "SCHED_OTHER", flags: ["SCHED_FLAG_RECLAIM", "X"])
        },
        Refusal("process.scheduler.period: is for SCHED_DEADLINE alone") {
            $0.process?.scheduler = .init(policy: "SCHED_FIFO", priority: 1, period: 1)
        },
        Refusal("process.ioPriority.class: unknown class \"RT\"") {
            $0.process?.ioPriority = .init(schedulingClass: "RT", priority: 0)
        },
        Refusal("process.ioPriority.priority: 8 is out of range: it has to be between 0 and 7") {
            $0.process?.ioPriority = .init(schedulingClass: "IOPRIO_CLASS_BE", priority: 8)
        },
        Refusal("process.execCPUAffinity.initial: \"0-\" is not a list of processors such as 0-3,7") {
            $0.process?.execCPUAffinity = .init(initial: "0-")
        },
        Refusal("linux.personality.domain: unknown domain \"BSD\"") { $0.linux?.personality = .init(domain: "BSD") },
        Refusal("linux.personality.flags: are not supported") {
            $0.linux?.personality = .init(domain: "LINUX", flags: ["ADDR_NO_RANDOMIZE"])
        },
        Refusal("linux.memoryPolicy.mode: unknown mode \"MPOL_X\"") { $0.linux?.memoryPolicy = .init(mode: "MPOL_X") },
        Refusal("linux.memoryPolicy.flags[0]: unknown flag \"X\"") {
            $0.linux?.memoryPolicy = .init(mode: "MPOL_BIND", nodes: "0", flags: ["X"])
        },
        Refusal("linux.memoryPolicy.nodes: \"a\" is not a list of memory nodes such as 0-3,7") {
            $0.linux?.memoryPolicy = .init(mode: "MPOL_BIND", nodes: "a")
        },
        Refusal("linux.memoryPolicy.nodes: is required for MPOL_BIND") {
            $0.linux?.memoryPolicy = .init(mode: "MPOL_BIND")
        },
        Refusal("linux.memoryPolicy.nodes: MPOL_LOCAL takes no nodes") {
            $0.linux?.memoryPolicy = .init(mode: "MPOL_LOCAL", nodes: "0")
        },
    ])
    func `of how it is scheduled`(refusal: Refusal) throws {
        try refusal.expect()
    }
}
