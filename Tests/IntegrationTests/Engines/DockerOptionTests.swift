import TestSupport
import Testing

extension IntegrationTests.DockerTests {
    @Test("what docker asks for is what the process finds")
    func process() throws {
        let options = [
            "--user", "1000:1000", "--group-add", "2000", "--workdir", "/var/log", "--env", "COLOR=blue", "--hostname",
            "box",
            "--cap-drop", "ALL", "--cap-add", "CHOWN", "--security-opt", "no-new-privileges", "--ulimit",
            "nofile=512:1024", "--oom-score-adj", "500",
        ]
        let script = """
            id -u; id -G; pwd; echo $COLOR; hostname; grep -E 'CapBnd|NoNewPrivs|Seccomp:' /proc/self/status; ulimit -n
            cat /proc/self/oom_score_adj
            """
        let lines = try docker.shell(options, script).succeeded().lines
        #expect(
            lines == [
                "1000", "1000 2000", "/var/log", "blue", "box", "CapBnd:\t0000000000000001", "NoNewPrivs:\t1",
                "Seccomp:\t2", "512", "500",
            ])
    }

    @Test("mounts of every kind are there, with their options")
    func mounts() throws {
        let options = [
            "--read-only", "--tmpfs", "/scratch:size=1m,noexec", "--volume", "\(docker.place.path):/host:ro",
            "--volume",
            "data:/data", "--shm-size", "3m",
        ]
        let script = """
            touch /file 2>&1; touch /host/file 2>&1; touch /data/file && echo data; touch /scratch/file && echo scratch
            grep -c ' /scratch .*noexec.*size=1024k' /proc/mounts; df -k /dev/shm | tail -1 | tr -s ' ' | cut -d ' ' -f 2
            """
        let result = try docker.shell(options, script)
        try docker.run("volume", "rm", "data").succeeded()
        #expect(result.lines.prefix(2).allSatisfy { $0.hasSuffix("Read-only file system") })
        #expect(Array(result.lines.dropFirst(2)) == ["data", "scratch", "1", "3072"])
    }

    @Test("a container on the bridge has an address of its own, and what it sets is its own")
    func bridge() throws {
        let words = ["run", "--rm", "--sysctl", "net.ipv4.ip_default_ttl=42", "busybox", "sh", "-c"]
        let script = "ip -4 -o addr show eth0; cat /proc/sys/net/ipv4/ip_default_ttl"
        let lines = try docker.run(words + [script]).succeeded().lines
        #expect(lines.first?.contains("inet 172.") == true, "\(lines)")
        #expect(lines.last == "42")
    }

    @Test("namespaces of another container are shared")
    func shared() throws {
        try docker.withContainer(["--network", "none", "--ipc", "shareable"]) { id throws in
            let options = ["--network", "container:\(id)", "--pid", "container:\(id)", "--ipc", "container:\(id)"]
            let script = "for n in net ipc pid; do readlink /proc/self/ns/$n; done; cat /proc/1/comm"
            let result = try docker.run(["run", "--rm"] + options + ["busybox", "sh", "-c", script]).succeeded()
            #expect(try docker.run("exec", id, "sh", "-c", script).lines == result.lines)
            #expect(result.lines.last == "sleep")
        }
    }

    @Test("of a container in the host's processes everything ends with it")
    func hostProcesses() throws {
        let options = ["--network", "none", "--pid", "host"]
        try docker.withContainer(options, ["sh", "-c", "sleep 98765 & sleep 98765"]) { id throws in
            func isRunning() -> Bool { HostProcess.all.contains { $0.words == ["sleep", "98765"] } }
            #expect(try eventually { isRunning() })
            try docker.run("kill", id).succeeded()
            #expect(try eventually { !isRunning() })
        }
    }

    @Test("--init reaps, and --device is there")
    func initAndDevice() throws {
        #expect(try docker.shell(["--init"], "cat /proc/1/comm").text == "docker-init")
        #expect(try docker.shell(["--device", "/dev/loop-control"], "test -c /dev/loop-control").exitCode == 0)
        #expect(try docker.shell([], "test -c /dev/loop-control").exitCode == 1)
    }

    @Test("--privileged may do everything", .requiresSysResource)
    func privileged() throws {
        let script = "mount -t tmpfs none /mnt && grep -q ' /sys sysfs rw' /proc/mounts && test -c /dev/loop-control"
        #expect(try docker.shell(["--privileged"], script).exitCode == 0)
        #expect(try docker.shell([], "mount -t tmpfs none /mnt").exitCode != 0)
    }
}
