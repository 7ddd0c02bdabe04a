import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import Cgroups

@Suite("Groups on v1 hierarchies", .serialized, .requiresRoot, .requiresCgroupV1)
struct LegacyTests {
    @Test("limits are read back, and are changed upwards and downwards")
    func limits() throws {
        var limits = Limits()
        limits.memory.limit = .at(64 << 20)
        limits.memory.total = .at(64 << 20)
        limits.cpu.quota = .at(50_000)
        limits.cpu.period = 100_000
        limits.pids = .at(10)
        try withGroup(limits) { group in
            for size: UInt64 in [64, 128, 32] {
                limits.memory.limit = .at(size << 20)
                limits.memory.total = .at(size << 20)
                try group.update(limits)
                let memory = try #require(try group.statistics().memory)
                #expect(memory.limit == size << 20)
                #expect(memory.totalLimit == size << 20)
            }
            #expect(try group.directory(of: .cpu)?.text("cpu.cfs_quota_us") == "50000")
            #expect(try group.statistics().pids?.limit == 10)
        }
    }

    @Test("a value that the kernel refuses is told with its limit, its group and its file")
    func refusal() throws {
        var limits = Limits()
        limits.cpu.quota = .at(1)
        let path = "/skiff-test-\(UInt32.random(in: 0 ... .max))"
        let error = #expect(throws: CgroupError.self) {
            _ = try Cgroup.create(path, limits: limits, on: #require(Host.hierarchies))
        }
        #expect(
            error?.description
                == "cannot set cpu-quota limit of cgroup \(path) to 1: invalid argument (cpu.cfs_quota_us)")
        #expect(throws: CgroupError.absent(cgroup: path)) { _ = try Cgroup.open(path, on: #require(Host.hierarchies)) }
    }

    @Test("a limit without a controller is told as such, and leaves no group")
    func missingController() throws {
        var limits = Limits()
        limits.rdma = ["mlx5_0": .init(handles: .at(2))]
        let path = "/skiff-test-\(UInt32.random(in: 0 ... .max))"
        let legacy = try #require(Host.hierarchies).legacy.filter { !$0.controllers.contains(.rdma) }
        let error = #expect(throws: CgroupError.self) {
            _ = try Cgroup.create(path, limits: limits, on: Hierarchies(unified: nil, legacy: legacy))
        }
        #expect(error?.description == "this kernel has no \"rdma\" controller on v1 or v2: rdma can't be honoured")
        #expect(throws: CgroupError.absent(cgroup: path)) { _ = try Cgroup.open(path, on: #require(Host.hierarchies)) }
    }

    @Test("a name in use is a conflict unless an existing group is accepted")
    func conflict() throws {
        try withGroup { group in
            let path = group.path
            let error = #expect(throws: CgroupError.self) {
                _ = try Cgroup.create(path, on: #require(Host.hierarchies))
            }
            #expect(error?.kind == .conflict)
            _ = try Cgroup.create(path, on: #require(Host.hierarchies), options: .acceptExisting)
            _ = try Cgroup.open(path, on: #require(Host.hierarchies))
        }
    }

    @Test("a child that writes 0 to its task files is in every hierarchy")
    func join() throws {
        try withGroup(options: .everyHierarchy) { group in
            let target = try group.join()
            let numbers = target.taskFiles.numbers
            #expect(numbers.count == Host.hierarchies?.legacy.count)
            let script = numbers.indices.map { "echo 0 >&\(100 + $0); " }.joined() + "exec sleep 100"
            let child = try Child(["/bin/bash", "-c", script], descriptors: numbers)
            let path = group.path
            let joined = try eventually(within: .seconds(30)) {
                try HostFile.text("/proc/\(child.process)/cgroup").split(separator: "\n")
                    .filter { $0.hasSuffix(":" + path) }.count == numbers.count
            }
            #expect(joined)
            #expect(try group.processes() == [child.process])
        }
    }

    @Test("a process that takes too much is killed, counted, notified and explained")
    func outOfMemory() throws {
        var limits = Limits()
        limits.memory.limit = .at(32 << 20)
        limits.memory.total = .at(32 << 20)
        try withGroup(limits) { group in
            let notification = try group.outOfMemoryNotification()
            #expect(try group.outOfMemory()?.kills == 0)
            try withShell("exec tail /dev/zero", in: group) { child in #expect(child.wait() == 128 + SIGKILL) }
            let facts = try #require(try group.outOfMemory())
            #expect(facts.kills == 1)
            #expect(facts.sentence == "killed: out of memory (limit 32 MiB, peak 32 MiB)")
            var poll = pollfd(fd: notification.number, events: Int16(POLLIN), revents: 0)
            #expect(Glibc.poll(&poll, 1, 1000) == 1)
        }
    }

    @Test("a busy process with a quota is throttled, and the report shows it")
    func throttling() throws {
        var limits = Limits()
        limits.cpu.quota = .at(5000)
        limits.cpu.period = 100_000
        try withGroup(limits) { group in
            try withShell("while :; do :; done", in: group) { _ in
                let isThrottled = try eventually { try group.statistics().cpu?.throttledPeriods ?? 0 > 1 }
                #expect(isThrottled)
            }
            let cpu = try #require(try group.statistics().cpu)
            #expect(cpu.throttled ?? 0 > 0)
            #expect(cpu.usage ?? 0 > 0)
            let report = try group.limitsReport(asked: limits)
            let quota = try #require(report.rows.first { $0.name == "cpu-quota" })
            #expect(quota.asked == "5000")
            #expect(quota.file == "cpu.cfs_quota_us")
            #expect(quota.kernel == "5000")
            #expect(quota.use?.contains("throttled") == true)
            #expect(report.rows.first { $0.name == "memory" }?.note == "no limit")
            #expect(report.memoryPressure == nil)
        }
    }

    @Test("no more tasks than the limit come to be")
    func pids() throws {
        var limits = Limits()
        limits.pids = .at(3)
        try withGroup(limits) { group in
            try withShell("for i in 1 2 3 4 5; do sleep 100 & done", in: group) { _ in
                let isRefused = try eventually { try group.statistics().pids?.refusals ?? 0 > 0 }
                #expect(isRefused)
                let current = try group.statistics().pids?.current ?? .max
                #expect(current <= 3)
            }
        }
    }

    @Test("frozen processes stand still until they are thawed")
    func freeze() throws {
        try withGroup { group in
            try withShell("while :; do :; done", in: group) { _ in
                try group.freeze()
                #expect(try group.isFrozen())
                let before = try group.statistics().cpu?.usage
                usleep(30_000)
                #expect(try group.statistics().cpu?.usage == before)
                try group.thaw()
                let goesOn = try eventually { try group.statistics().cpu?.usage ?? 0 > before ?? 0 }
                #expect(goesOn)
            }
        }
    }

    @Test("processes in groups beneath are killed, and those groups removed")
    func nested() throws {
        var group = try Cgroup.create(
            "/skiff-test-\(UInt32.random(in: 0 ... .max))/inner", on: #require(Host.hierarchies))
        let outerPath = String(group.path.dropLast("/inner".count))
        try withShell("sleep 100 & sleep 100", in: group) { child in
            let isComplete = try eventually { try group.processes().count == 3 }
            #expect(isComplete)
            let outer = try Cgroup.open(outerPath, on: #require(Host.hierarchies))
            try outer.killAll()
            #expect(child.wait() == 128 + SIGKILL)
            try outer.remove()
        }
        for hierarchy in try #require(Host.hierarchies).legacy {
            #expect(access(hierarchy.mountPoint + outerPath, F_OK) != 0)
        }
        group.directories = []
    }

    @Test("a group that gets a cpuset while it runs is moved into that hierarchy")
    func lateCpuset() throws {
        try withGroup { group in
            let path = group.path
            try withShell("sleep 100; :", in: group) { child in
                var limits = Limits()
                limits.cpuset.cpus = "0"
                var running = try Cgroup.open(path, on: #require(Host.hierarchies))
                try running.update(limits)
                let isMoved = try eventually {
                    try HostFile.text("/proc/\(child.process)/status").contains("Cpus_allowed_list:\t0\n")
                }
                #expect(isMoved)
            }
        }
    }

    @Test("a group with living processes is not removed")
    func busy() throws {
        try withGroup { group in
            let path = group.path
            try withShell("sleep 100; :", in: group) { child in
                let error = #expect(throws: CgroupError.self) {
                    try Cgroup.open(path, on: #require(Host.hierarchies)).remove()
                }
                #expect(error?.kind == .conflict)
                _ = child.process
            }
        }
    }

    @Test("a path that leads elsewhere is refused", arguments: ["", "/", "a", "/a/../b", "/a//b", "/."])
    func paths(path: String) {
        #expect(throws: CgroupError.self) { _ = try Cgroup.create(path, on: #require(Host.hierarchies)) }
    }

    @Test("devices are refused unless a rule allows them")
    func devices() throws {
        var limits = Limits()
        limits.devices = [DeviceRule(allows: false), DeviceRule(allows: true, kind: .character, major: 1, minor: 3)]
        try withGroup(limits) { group in
            try withShell("cat /dev/null && ! head -c1 /dev/zero && exit 7", in: group) { #expect($0.wait() == 7) }
        }
    }
}
