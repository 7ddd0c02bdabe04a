import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Limits")
    struct LimitTests {
        private let skiff = Skiff.current

        /// A limit, and the file in which each version of cgroups shows it.
        struct Limit: Sendable, CustomTestStringConvertible {
            let options: [String]
            let legacy: String
            let legacyText: String
            let unified: String
            let unifiedText: String
            var testDescription: String { options.joined(separator: " ") }
        }

        @Test(
            "what was asked stands in the kernel's file",
            arguments: [
                Limit(
                    options: ["-m", "64m"], legacy: "memory/memory.limit_in_bytes", legacyText: "67108864",
                    unified: "memory.max", unifiedText: "67108864"),
                Limit(
                    options: ["-m", "64m", "--memory-reservation", "32m"], legacy: "memory/memory.soft_limit_in_bytes",
                    legacyText: "33554432", unified: "memory.low", unifiedText: "33554432"),
                Limit(
                    options: ["-m", "64m", "--memory-swap", "64m"], legacy: "memory/memory.memsw.limit_in_bytes",
                    legacyText: "67108864", unified: "memory.swap.max", unifiedText: "0"),
                Limit(
                    options: ["--cpus", "0.5"], legacy: "cpu/cpu.cfs_quota_us", legacyText: "50000", unified: "cpu.max",
                    unifiedText: "50000 100000"),
                Limit(
                    options: ["--cpu-shares", "512"], legacy: "cpu/cpu.shares", legacyText: "512",
                    unified: "cpu.weight", unifiedText: "59"),
                Limit(
                    options: ["--cpuset-cpus", "0"], legacy: "cpuset/cpuset.cpus", legacyText: "0",
                    unified: "cpuset.cpus", unifiedText: "0"),
                Limit(
                    options: ["--pids-limit", "33"], legacy: "pids/pids.max", legacyText: "33", unified: "pids.max",
                    unifiedText: "33"),
            ])
        func kernel(limit: Limit) throws {
            try skiff.withContainer(limit.options) { container throws in
                let controller = String(limit.legacy.prefix { $0 != "/" })
                let file = String(limit.legacy.dropFirst(controller.count + 1))
                if let directory = Host.legacyMount(of: controller) {
                    #expect(try HostFile.text("\(directory)/skiff-\(container.id)/\(file)") == limit.legacyText)
                } else {
                    #expect(
                        try HostFile.text("/sys/fs/cgroup/skiff-\(container.id)/\(limit.unified)") == limit.unifiedText)
                }
            }
        }

        @Test("the container is in its group from its first instruction on")
        func membership() throws {
            try skiff.withContainer(["--pids-limit", "33"]) { container in
                let groups = try container.processFile("cgroup").split(separator: "\n")
                #expect(groups.contains { $0.hasSuffix(":/skiff-\(container.id)") })
            }
            let forks = try skiff.probe(["--pids-limit", "10"], ["--forkbomb", "50"])["forks"]
            #expect(forks["error"].string == "EAGAIN")
            #expect(forks["started"].number == 9)
        }

        @Test("who takes more memory than the limit is killed, and it is told", arguments: [[], ["-d"]])
        func outOfMemory(options: [String]) throws {
            let name = Skiff.newName()
            let words =
                ["run", "--name", name, "-m", "64m", "--memory-swap", "64m"] + options + [
                    "probe", "/probe", "--oom", "200",
                ]
            let result = try skiff.run(words)
            let sentence = "killed: out of memory (limit 64 MiB, peak 64 MiB)"
            if options.isEmpty {
                #expect(result.exitCode == 137)
                #expect(result.errorText.contains(sentence), "\(result)")
            }
            #expect(try skiff.run("wait", name).text == "137")
            let state = try skiff.inspect(name)["State"]
            #expect(state["OOMKilled"].boolean == true)
            #expect(state["Cause"].string == sentence)
            #expect(state["ExitCode"].number == 137)
            try skiff.run("rm", name).succeeded()
        }

        @Test("who stays below the limit lives")
        func belowLimit() throws {
            #expect(try skiff.run("run", "--rm", "-m", "64m", "probe", "/probe", "--oom", "32").exitCode == 0)
        }

        @Test("a busy container with a quota is throttled, which limits shows")
        func throttling() throws {
            try skiff.withContainer(["--cpus", "0.1"], ["sh", "-c", "while :; do :; done"]) { container in
                let isThrottled = try eventually {
                    let rows = try skiff.run("limits", "--format", "json", container.name).json()["rows"].elements
                    return rows.contains {
                        $0["use"].string?.contains("throttled") == true
                            && $0["use"].string?.contains("throttled 0 ") == false
                    }
                }
                #expect(isThrottled)
                let rows = try skiff.run("limits", "--format", "json", container.name).json()["rows"].elements
                let quota = try #require(rows.first { $0["name"].string == "cpu-quota" })
                // With its period, which v2 has in the same file.
                #expect(["10000", "10000 of 100000"].contains(quota["asked"].string))
                #expect(quota["kernel"].string?.hasPrefix("10000") == true)
            }
        }

        @Test("limits shows each limit as asked, as the kernel has it, and the use")
        func table() throws {
            try skiff.withContainer(["-m", "64m", "--pids-limit", "33"]) { container in
                let lines = try skiff.run("limits", container.name).succeeded().lines
                #expect(lines.first?.split(separator: " ").prefix(5) == ["LIMIT", "ASKED", "KERNEL", "FILE", "USE"])
                let memory = try #require(lines.first { $0.hasPrefix("memory ") })
                #expect(memory.contains("67108864"))
                let pids = try #require(lines.first { $0.hasPrefix("pids ") })
                #expect(pids.contains("33"))
            }
        }

        @Test("stats shows the use of what runs")
        func statistics() throws {
            try skiff.withContainer(["-m", "64m"], ["sh", "-c", "while :; do :; done"]) { container in
                let row = try JSON(
                    parsing: skiff.run("stats", "--no-stream", "--format", "json", container.name).succeeded().text)
                #expect(row["ID"].string == String(container.id.prefix(12)))
                #expect(row["Name"].string == container.name)
                #expect(row["MemUsage"].string?.hasSuffix("/ 64MiB") == true, "\(row)")
                #expect(row["PIDs"].string == "1")
                let share = try #require(row["CPUPerc"].string.flatMap { Double($0.dropLast()) })
                #expect(share > 10)
                #expect(try skiff.run("stats", "--no-stream").lines.contains { $0.hasPrefix(container.id.prefix(12)) })
            }
        }

        @Test("limits of what doesn't run are refused")
        func ended() throws {
            try skiff.withContainer([], ["true"]) { container in
                try skiff.run("wait", container.id).succeeded()
                let result = try skiff.run("limits", container.name)
                #expect(result.exitCode == 1)
                #expect(result.errorText.contains("not running"))
            }
        }

        @Test("a cpuset holds")
        func cpuset() throws {
            #expect(
                try skiff.shell(["--cpuset-cpus", "0"], "grep Cpus_allowed_list /proc/self/status").text
                    == "Cpus_allowed_list:\t0")
        }

        @Test(
            "a limit that can't be is refused, and leaves nothing",
            arguments: [
                ["-m", "1k"], ["-m", "x"], ["-m", "64m", "--memory-swap", "32m"], ["--cpus", "1000"],
                ["--cpuset-cpus", "900"], ["--cpuset-cpus", "1-0"], ["--pids-limit", "-2"], ["--cpu-shares", "1"],
                ["--memory-swap", "64m"], ["--ulimit", "nofile=9:8"], ["--ulimit", "nothing=1"],
                ["--oom-score-adj", "2000"], ["--shm-size", "big"],
            ])
        func refused(options: [String]) throws {
            let before = try HostSnapshot(of: skiff)
            let result = try skiff.run(["run"] + options + ["busybox", "true"])
            #expect(result.exitCode == 125)
            #expect(!result.error.isEmpty)
            try skiff.expectHost(unchangedSince: before)
        }
    }
}
