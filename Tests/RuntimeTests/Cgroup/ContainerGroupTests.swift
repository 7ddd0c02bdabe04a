import Cgroups
import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("The group of an OCI container", .serialized, .requiresRoot, .requiresCgroupV1)
struct ContainerGroupTests {
    @Test("it is at the path asked, in every hierarchy")
    func everywhere() throws {
        try withContainerGroup { (group: inout Cgroup, location: CgroupLocation) throws in
            #expect(location.directories.values.allSatisfy { $0.hasSuffix(group.path) })
            for line in try HostFile.text("/proc/self/cgroup").split(separator: "\n") where !line.hasPrefix("0::") {
                for subsystem in line.split(separator: ":", omittingEmptySubsequences: false)[1].split(separator: ",") {
                    #expect(location.directories[String(subsystem)] != nil)
                }
            }
        }
    }

    @Test(
        "dots in a path lead nowhere above the root",
        arguments: [
            ("/a/../../b", "/b"), ("//a/./b/", "/a/b"), ("../../a", "/a"), ("a/b", "/a/b"), ("/..", "/"), ("", "/"),
        ])
    func cleanPaths(path: String, clean: String) {
        #expect(Cgroup.cleanPath(path) == clean)
    }

    @Test("a path that names the root is refused by its field")
    func root() throws {
        let error = #expect(throws: RuntimeError.self) {
            _ = try Cgroup.create(for: .grouped("/a/.."), containerID: "test", on: #require(Host.hierarchies))
        }
        #expect(error?.description.hasPrefix("linux.cgroupsPath: \"/a/..\": it has to") == true)
    }

    @Test("without rules the devices that every container has are allowed, and no other")
    func suppliedDevices() throws {
        try withContainerGroup { (_: inout Cgroup, location: CgroupLocation) throws in
            let lines = try location.text("devices", "devices.list").split(separator: "\n")
            #expect(lines.contains("c 1:3 rwm") && lines.contains("c 136:* rwm") && lines.contains("b *:* m"))
            #expect(!lines.contains("a *:* rwm") && !lines.contains("c 5:1 rwm"))
        }
    }

    @Test("rules are applied in order, and a rule for every device allows all")
    func deviceRules() throws {
        let refuse = RuntimeSpec.DeviceRule(allow: false, access: "rwm")
        let allow = RuntimeSpec.DeviceRule(allow: true, type: "c", major: 10, minor: 229, access: "rw")
        try withContainerGroup(RuntimeSpec.Resources(devices: [refuse, allow])) {
            (_: inout Cgroup, location: CgroupLocation) throws in
            #expect(try location.text("devices", "devices.list").contains("c 10:229 rw\n"))
        }
        let everything = RuntimeSpec.DeviceRule(allow: true, access: "rwm")
        try withContainerGroup(RuntimeSpec.Resources(devices: [refuse, everything])) {
            (_: inout Cgroup, location: CgroupLocation) throws in
            #expect(try location.text("devices", "devices.list") == "a *:* rwm")
        }
    }

    @Test(
        "a value that cannot be honoured is refused with its field, and leaves no group",
        arguments: [
            (.init(cpu: .init(shares: 1)), "linux.resources.cpu.shares: 1 is not between 2 and 262144"),
            (.init(cpu: .init(idle: 2)), "linux.resources.cpu.idle: 2 is neither 0 nor 1"),
            (.init(cpu: .init(quota: 1)), "linux.resources.cpu.quota: cannot set it to 1 for cgroup "),
            (.init(cpu: .init(processors: "999")), "linux.resources.cpu.cpus: cannot set it to 999 for cgroup "),
            (.init(memory: .init(limit: -2)), "linux.resources.memory.limit: -2 is negative, and only -1"),
            (.init(memory: .init(limit: 1 << 26, swap: 1 << 20)), "linux.resources.memory.swap: 1 MiB for memory"),
            (.init(memory: .init(swappiness: 1000)), "linux.resources.memory.swappiness: cannot set it to 1000"),
            (.init(memory: .init(useHierarchy: false)), "linux.resources.memory.useHierarchy: cannot set it to 0"),
            (.init(blockIO: .init(weight: 5)), "linux.resources.blockIO.weight: 5 is not between 10 and 1000"),
            (.init(blockIO: .init(leafWeight: 500)), "linux.resources.blockIO.leafWeight: this kernel has no file"),
            (
                .init(blockIO: .init(readBytes: [.init(major: -1, minor: 0, rate: 1)])),
                "linux.resources.blockIO.throttleReadBpsDevice[0].major: -1 is no device number"
            ),
            (.init(hugePageLimits: [.init(pageSize: "3MB", limit: 0)]), "linux.resources.hugepageLimits: this kernel"),
            (.init(hugePageLimits: [.init(pageSize: "../x", limit: 0)]), "linux.resources.hugepageLimits: this kernel"),
            (.init(network: .init(classID: 1)), "linux.resources.network.classID: this host has no \"net_cls\""),
            (.init(rdma: ["mlx5": .init(handles: 1)]), "linux.resources.rdma: this host has no \"rdma\""),
            (.init(unified: ["memory.high": "1"]), "linux.resources.unified[\"memory.high\"]: "),
            (.init(unified: ["../x": "1"]), "linux.resources.unified[\"../x\"]: "),
            (.init(devices: [.init(allow: true, type: "x")]), "linux.resources.devices[0].type: unknown device type"),
            (.init(devices: [.init(allow: true, access: "q")]), "linux.resources.devices[0].access: unknown access"),
            (.init(devices: [.init(allow: true, type: "c", major: 1 << 40)]), "linux.resources.devices[0].major: "),
        ] as [(RuntimeSpec.Resources, String)])
    func refusals(resources: RuntimeSpec.Resources, sentence: String) throws {
        let path = "/skiff-test-\(UInt32.random(in: 0 ... .max))"
        let error = #expect(throws: RuntimeError.self) {
            _ = try Cgroup.create(for: .grouped(path, resources), containerID: "x", on: #require(Host.hierarchies))
        }
        #expect(error?.description.hasPrefix(sentence) == true, "\(error?.description ?? "")")
        #expect(throws: CgroupError.absent(cgroup: path)) { _ = try Cgroup.open(path, on: #require(Host.hierarchies)) }
    }

    @Test("every limit that this host can keep is in the kernel's files")
    func limits() throws {
        let resources = RuntimeSpec.Resources(
            memory: .init(
                limit: 64 << 20, reservation: 32 << 20, swap: 96 << 20, kernelTCP: 8 << 20, swappiness: 30,
                disableOOMKiller: true, useHierarchy: true),
            cpu: .init(shares: 512, quota: 40_000, burst: 1000, period: 80_000, processors: "0", memoryNodes: "0"),
            processes: .init(limit: 33), blockIO: .init(weight: 0))
        try withContainerGroup(resources) { (_: inout Cgroup, location: CgroupLocation) throws in
            for (controller, file, text) in [
                ("memory", "memory.limit_in_bytes", "67108864"), ("memory", "memory.soft_limit_in_bytes", "33554432"),
                ("memory", "memory.memsw.limit_in_bytes", "100663296"), ("memory", "memory.swappiness", "30"),
                ("memory", "memory.kmem.tcp.limit_in_bytes", "8388608"), ("cpu", "cpu.shares", "512"),
                ("cpu", "cpu.cfs_quota_us", "40000"), ("cpu", "cpu.cfs_period_us", "80000"),
                ("cpu", "cpu.cfs_burst_us", "1000"), ("cpuset", "cpuset.cpus", "0"), ("cpuset", "cpuset.mems", "0"),
                ("pids", "pids.max", "33"),
            ] {
                #expect(try location.text(controller, file) == text, "\(file)")
            }
            #expect(try location.text("memory", "memory.oom_control").hasPrefix("oom_kill_disable 1\n"))
        }
    }

    @Test("an update changes what it names, leaves what is zero, and never touches the devices")
    func update() throws {
        let resources = RuntimeSpec.Resources(
            memory: .init(limit: 64 << 20, swap: 64 << 20), cpu: .init(shares: 512), processes: .init(limit: 33))
        try withContainerGroup(resources) { (group: inout Cgroup, location: CgroupLocation) throws in
            let devices = try location.text("devices", "devices.list")
            try group.update(
                from: RuntimeSpec.Resources(
                    devices: [.init(allow: false, access: "rwm")], memory: .init(limit: 128 << 20, swap: 128 << 20),
                    cpu: .init(shares: 0, quota: 0, period: 0, processors: "", memoryNodes: ""),
                    processes: .init(limit: 0), blockIO: .init(weight: 0)))
            #expect(try location.text("memory", "memory.limit_in_bytes") == "134217728")
            #expect(try location.text("cpu", "cpu.shares") == "512")
            #expect(try location.text("pids", "pids.max") == "33")
            #expect(try location.text("devices", "devices.list") == devices)
            try group.update(from: .init(memory: .init(limit: -1), processes: .init(limit: -1)))
            #expect(try location.text("memory", "memory.limit_in_bytes").count > 15)
            #expect(try location.text("memory", "memory.memsw.limit_in_bytes").count > 15)
            #expect(try location.text("pids", "pids.max") == "max")
            try group.update(from: .init(cpu: .init(shares: 2, burst: 0, idle: 1)))
            #expect(try location.text("cpu", "cpu.idle") == "1")
        }
    }

    @Test(
        "words for groups beneath name controllers, or one path for all",
        arguments: [
            (["a/b"], ["": "a/b"]), (["cpu,memory:a", "pids:b"], ["cpu": "a", "memory": "a", "pids": "b"]),
            (["name=systemd:x"], ["name=systemd": "x"]), ([], [:]),
        ])
    func subgroups(words: [String], paths: [String: String]) throws {
        #expect(try SubgroupPaths(words).paths == paths)
    }

    @Test(
        "words that contradict each other are refused", arguments: [["a", "cpu:b"], ["cpu:a", "cpu:b"], [",cpu:a"]])
    func subgroupContradictions(words: [String]) {
        #expect(throws: RuntimeError.self) { try SubgroupPaths(words) }
    }

    @Test("a limit below the use is refused beforehand when that is asked")
    func checkBeforeUpdate() throws {
        try withContainerGroup { (group: inout Cgroup, location: CgroupLocation) throws in
            let pipe = try Pipe()
            let script =
                "echo 0 >\(try #require(location.directories["memory"]))/tasks; "
                + "x=$(head -c 8000000 /dev/zero | tr '\\0' a); echo ready; exec 1>&-; while :; do read -t 9 l; done"
            let child = try Child(["/bin/bash", "-c", script], output: pipe.writeEnd.number)
            var line = [UInt8](repeating: 0, count: 8)
            let count = Glibc.read(pipe.readEnd.number, &line, line.count)
            #expect(count == 6 && child.process > 0)
            let error = #expect(throws: RuntimeError.self) {
                try group.update(from: .init(memory: .init(limit: 1 << 20, checkBeforeUpdate: true)))
            }
            #expect(
                error?.description.hasPrefix("linux.resources.memory.limit: 1 MiB is not more than the ") == true)
        }
    }
}
