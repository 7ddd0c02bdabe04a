import TestSupport
import Testing

extension IntegrationTests.DockerTests {
    @Test("limits stand in the kernel's files, and update changes them")
    func update() throws {
        let limits = ["--memory", "64m", "--memory-swap", "64m", "--cpus", "0.5", "--pids-limit", "50"]
        try docker.withContainer(["--network", "none"] + limits) { id throws in
            #expect(try memory(id) == "67108864")
            #expect(try quota(id).hasPrefix("50000"))
            #expect(try processes(id) == "50")
            let changes = ["--memory", "96m", "--memory-swap", "96m", "--cpus", "1.5", "--pids-limit", "60"]
            try docker.run(["update"] + changes + [id]).succeeded()
            #expect(try memory(id) == "100663296")
            #expect(try quota(id).hasPrefix("150000"))
            #expect(try processes(id) == "60")
            try docker.run("update", "--cpu-shares", "512", id).succeeded()
            #expect(try memory(id) == "100663296", "an update of one limit leaves the others")
            #expect(try docker.run("exec", id, "sh", "-c", "echo >/dev/null").exitCode == 0)
        }
    }

    @Test("stats and top see the container's processes")
    func stats() throws {
        try docker.withContainer(["--network", "none", "--memory", "64m"], ["sh", "-c", "sleep 1000 & sleep 1000"]) {
            id throws in
            let stats = try docker.run("stats", "--no-stream", "--format", "{{json .}}", id).json()
            #expect(stats["MemUsage"].string?.hasSuffix(" / 64MiB") == true, "\(stats)")
            #expect(stats["MemUsage"].string?.hasPrefix("0B") == false, "\(stats)")
            #expect(stats["PIDs"].string == "2" || stats["PIDs"].string == "3")
            let top = try docker.run("top", id).succeeded().lines
            #expect(top.filter { $0.contains("sleep 1000") }.count >= 2)
        }
    }

    @Test("who takes more memory than the limit is killed, and docker knows why")
    func outOfMemory() throws {
        // `tail` keeps what has no line's end.
        let words = ["tail", "/dev/zero"]
        try docker.withContainer(["--network", "none", "--memory", "16m", "--memory-swap", "16m"], words) { id throws in
            #expect(try docker.run("wait", id).text == "137")
            #expect(try docker.inspect(id, ".State.OOMKilled") == "true")
        }
    }

    @Test("a container that fails is started again as often as was asked for")
    func restart() throws {
        try docker.withContainer(["--network", "none", "--restart", "on-failure:2"], ["sh", "-c", "exit 4"]) {
            id throws in
            #expect(
                try eventually(within: .seconds(15)) {
                    try docker.inspect(id, ".RestartCount") == "2" && docker.inspect(id, ".State.Status") == "exited"
                })
            #expect(try docker.inspect(id, ".State.ExitCode") == "4")
        }
    }

    @Test("health is what the command says")
    func health() throws {
        let check = ["--health-cmd", "test -e /tmp/well", "--health-interval", "100ms", "--health-retries", "1"]
        try docker.withContainer(["--network", "none"] + check, ["sh", "-c", "touch /tmp/well; sleep 1000"]) {
            id throws in
            #expect(
                try eventually(within: .seconds(10)) { try docker.inspect(id, ".State.Health.Status") == "healthy" })
            try docker.run("exec", id, "rm", "/tmp/well").succeeded()
            #expect(
                try eventually(within: .seconds(10)) { try docker.inspect(id, ".State.Health.Status") == "unhealthy" })
        }
    }

    private func memory(_ id: String) throws -> String {
        try docker.place.cgroupFile(of: id, "memory", legacy: "memory.limit_in_bytes", unified: "memory.max")
    }

    private func quota(_ id: String) throws -> String {
        try docker.place.cgroupFile(of: id, "cpu", legacy: "cpu.cfs_quota_us", unified: "cpu.max")
    }

    private func processes(_ id: String) throws -> String {
        try docker.place.cgroupFile(of: id, "pids", legacy: "pids.max", unified: "pids.max")
    }
}
