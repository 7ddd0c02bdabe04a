import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Groups of containers on cgroup v2", .requiresPureCgroupV2)
    struct UnifiedGroupTests {
        @Test("texts for files stand in them, and one that the kernel refuses is told with its member")
        func unified() throws {
            try Bundle.with(resources: ["unified": ["pids.max": "22", "cgroup.max.depth": "3", "cpu.weight": "77"]]) {
                bundle in
                try bundle.createAndStart()
                for (file, text) in ["pids.max": "22", "cgroup.max.depth": "3", "cpu.weight": "77"] {
                    #expect(try bundle.groupFile(file) == text)
                }
            }
            for (file, text) in ["pids.max": "many", "memory.nothing": "1", "blue.max": "1"] {
                try Bundle.with(resources: ["unified": [file: .string(text)]], ["true"]) { bundle in
                    try bundle.expectRefusal(["run", "--bundle", bundle.path, bundle.id], ["unified[\"\(file)\"]"])
                }
            }
        }

        @Test("a process is born in its group: nobody moves it there")
        func birth() throws {
            try Bundle.with(["true"]) { bundle in
                let trace = "\(bundle.directory)/trace"
                let program = bundle.program(["run", "--bundle", bundle.path, bundle.id])
                try Program(
                    "/usr/bin/strace",
                    ["-f", "-qqq", "-o", trace, "-e", "trace=clone3,openat,openat2,write"]
                        + [program.path] + program.arguments, environment: program.environment
                ).run().succeeded()
                let calls = try HostFile.text(trace)
                #expect(calls.contains("CLONE_INTO_CGROUP"))
                #expect(!calls.contains("cgroup.procs\", O_W") && !calls.contains("cgroup.procs\", O_RDWR"))
            }
        }

        @Test("a paused container stands still, with the groups that it made beneath, and dies at once when killed")
        func pause() throws {
            let script = "while :; do :; done"
            try Bundle.with(["sh", "-c", script]) { bundle in
                try bundle.createAndStart()
                try HostFile.write(String(bundle.pid()), to: Self.makeGroup("\(bundle.group)/inner") + "/cgroup.procs")
                try bundle.run("pause", bundle.id).succeeded()
                #expect(try bundle.status() == "paused")
                #expect(try bundle.groupNumber("frozen", in: "cgroup.events") == 1)
                let used = try bundle.groupNumber("usage_usec", in: "cpu.stat")
                usleep(300_000)
                #expect(try bundle.groupNumber("usage_usec", in: "cpu.stat") == used)
                try bundle.run("resume", bundle.id).succeeded()
                #expect(try eventually { try bundle.groupNumber("usage_usec", in: "cpu.stat") != used })
                try bundle.run("pause", bundle.id).succeeded()
                try bundle.run("delete", "--force", bundle.id).succeeded()
                #expect(!HostFile.exists(bundle.group))
            }
        }

        @Test("every process of a container without a PID namespace goes with it, wherever it went")
        func killTogether() throws {
            let script = "for i in 1 2 3 4 5 6 7 8; do sleep 1000 & done; echo ready; wait"
            try Bundle.with(
                ["sh", "-c", script],
                edit: {
                    $0["linux"]["namespaces"] = .array(
                        $0["linux"]["namespaces"].elements.filter { $0["type"].string != "pid" })
                }
            ) { bundle in
                try bundle.createAndStart()
                #expect(try eventually { bundle.output == "ready" })
                let inner = try Self.makeGroup(Self.makeGroup("\(bundle.group)/a") + "/b")
                let processes = try bundle.groupFile("cgroup.procs").split(separator: "\n").map(String.init)
                #expect(processes.count == 9)
                for process in processes.suffix(3) { try HostFile.write(process, to: "\(inner)/cgroup.procs") }
                try bundle.run("delete", "--force", bundle.id).succeeded()
                for process in processes { #expect(!HostFile.exists("/proc/\(process)/ns/pid"), "\(process)") }
            }
        }

        /// What systemd does in a container: its processes go into groups of
        /// their own, and those get controllers.
        @Test("a group with a namespace of its own is the container's to divide, and exec finds a place in it")
        func delegation() throws {
            let script = """
                cd /sys/fs/cgroup && mkdir init && echo 1 >init/cgroup.procs && echo +pids >cgroup.subtree_control &&
                echo 9 >init/pids.max && cat /proc/self/cgroup && { echo max >pids.max || echo refused; } 2>/dev/null
                sleep 1000
                """
            try Bundle.with(
                resources: ["pids": ["limit": 50]], ["sh", "-c", script],
                edit: {
                    $0["process"]["user"] = ["uid": 4711, "gid": 4711]
                    let mounts = $0["mounts"].elements.filter { $0["destination"].string != "/sys/fs/cgroup" }
                    let own: JSON = ["type": "cgroup", "source": "cgroup", "destination": "/sys/fs/cgroup"]
                    $0["mounts"] = .array(mounts + [own])
                    let others = $0["linux"]["namespaces"].elements.filter { $0["type"].string != "cgroup" }
                    $0["linux"]["namespaces"] = .array(others + [["type": "cgroup"]])
                }
            ) { bundle in
                try bundle.createAndStart()
                #expect(try eventually { bundle.output.contains("refused") }, "\(bundle.output)")
                #expect(bundle.output == "0::/init\nrefused", "\(bundle.output)")
                #expect(try bundle.groupFile("init/pids.max") == "9")
                #expect(try bundle.groupFile("pids.max") == "50")
                let result = try bundle.run("exec", bundle.id, "cat", "/proc/self/cgroup")
                #expect(result.text == "0::/init", "\(result)")
                // The limits of the whole are still the host's to change.
                try bundle.run("update", "--pids-limit", "40", bundle.id).succeeded()
                #expect(try bundle.groupFile("pids.max") == "40")
            }
        }

        @Test("a parent with processes of its own is refused by name: it can give its children no controllers")
        func processesInside() throws {
            let parent = try Self.makeGroup("/sys/fs/cgroup/skiff-test-parent-\(UInt32.random(in: 0 ... .max))")
            let name = String(parent.dropFirst("/sys/fs/cgroup".utf8.count))
            do {
                let inside = try Child(["/bin/sleep", "1000"])
                try HostFile.write(String(inside.process), to: "\(parent)/cgroup.procs")
                try Bundle.with(["true"], edit: { $0["linux"]["cgroupsPath"] = .string("\(name)/inner") }) { bundle in
                    try bundle.expectRefusal(
                        ["run", "--bundle", bundle.path, bundle.id], ["cgroup \(name)", "process"])
                }
                let result = try Skiff.current.run("run", "--rm", "--cgroup-parent", name, "busybox", "true")
                #expect(result.exitCode == 125 && result.errorText.contains(name), "\(result)")
                #expect(HostFile.names(in: parent).allSatisfy { !HostFile.exists("\(parent)/\($0)/cgroup.procs") })
            }
            #expect(try eventually { rmdir(parent) == 0 || errno == ENOENT })
        }

        @Test("limits are raised, lowered and taken away while the container runs")
        func change() throws {
            try Bundle.with(resources: ["memory": ["limit": 67_108_864, "swap": 134_217_728]]) { bundle in
                try bundle.createAndStart()
                let changes: [([String], [String: String])] = [
                    // What it may have of both together stays.
                    (["--memory", "32M"], ["memory.max": "33554432", "memory.swap.max": "100663296"]),
                    (
                        ["--memory", "128M", "--memory-swap", "128M"],
                        ["memory.max": "134217728", "memory.swap.max": "0"]
                    ),
                    (["--memory", "-1"], ["memory.max": "max", "memory.swap.max": "max"]),
                    (["--memory-reservation", "16M"], ["memory.low": "16777216"]),
                    (["--cpu-quota", "30000"], ["cpu.max": "30000 100000"]),
                    (["--cpu-period", "50000"], ["cpu.max": "30000 50000"]),
                    (["--cpu-quota", "-1"], ["cpu.max": "max 50000"]),
                    (["--cpu-share", "512"], ["cpu.weight": "59"]),
                    (["--cpu-idle", "1"], ["cpu.idle": "1"]),
                    (["--cpuset-cpus", "1"], ["cpuset.cpus": "1"]), (["--cpuset-mems", "0"], ["cpuset.mems": "0"]),
                    (["--pids-limit", "5"], ["pids.max": "5"]), (["--pids-limit", "-1"], ["pids.max": "max"]),
                ]
                for (words, files) in changes {
                    let result = try bundle.program(["update"] + words + [bundle.id]).run()
                    #expect(result.exitCode == 0, "\(words): \(result)")
                    for (file, text) in files { #expect(try bundle.groupFile(file) == text, "\(words)") }
                }
            }
        }

        private static func makeGroup(_ path: String) throws -> String {
            try checkErrno(mkdir(path, 0o755), "make cgroup", path)
            return path
        }
    }
}
