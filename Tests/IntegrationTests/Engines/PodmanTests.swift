import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Under podman", .serialized, .requires(PodmanFixture.self), .withEngine(PodmanFixture.self))
    struct PodmanTests {
        let podman = EngineScope<PodmanFixture>.current()

        @Test("podman uses the runtime, and reads its version")
        func runtime() throws {
            let info = try podman.run("info", "--format", "json").json()["host"]["ociRuntime"]
            #expect(info["path"].string == EngineRuntime.path)
            #expect(info["version"].string?.contains("version") == true, "\(info)")
        }

        @Test("output, input and exit code pass through")
        func streams() throws {
            let result = try podman.run(podman.runWords(["--rm"], ["sh", "-c", "echo out; echo err >&2; exit 7"]))
            #expect(result.text == "out")
            #expect(result.errorText == "err")
            #expect(result.exitCode == 7)
            let input = [UInt8](repeating: 65, count: 300_000)
            let count = podman.program(podman.runWords(["--rm", "--interactive"], ["wc", "-c"]))
            #expect(try count.run(input: input).succeeded().text == "300000")
        }

        @Test("a command that can't be run has podman's exit code")
        func refusals() throws {
            #expect(try podman.run(podman.runWords(["--rm"], ["no-such-command"])).exitCode == 127)
            #expect(try podman.run(podman.runWords(["--rm"], ["/etc/passwd"])).exitCode == 126)
            try podman.withContainer { name throws in
                #expect(try podman.run("exec", name, "no-such-command").exitCode == 127)
                #expect(try podman.run("exec", name, "/etc/passwd").exitCode == 126)
            }
        }

        @Test("a terminal of run and one of exec")
        func terminal() throws {
            var pty = try Pty(rows: 33, columns: 77)
            let script = "tty; \(EngineTerminal.showSize); read line; echo got $line; exit 5"
            var running = try pty.start(podman.program(podman.runWords(["--rm", "-it"], ["sh", "-c", script])))
            try pty.screen.wait(for: "/dev/pts/0")
            try pty.screen.wait(for: "33 77")
            try pty.type("hello\r")
            try pty.screen.wait(for: "got hello")
            #expect(try running.waitForEnd() == 5)
            try podman.withContainer { name in
                var pty = try Pty(rows: 20, columns: 60)
                var running = try pty.start(podman.program(["exec", "-it", name, "sh", "-c", script]))
                try pty.screen.wait(for: "/dev/pts/0")
                try pty.screen.wait(for: "20 60")
                try pty.type("hello\r")
                try pty.screen.wait(for: "got hello")
                #expect(try running.waitForEnd() == 5)
            }
        }

        @Test("logs and wait of a container in the background")
        func logs() throws {
            try podman.withContainer([], ["sh", "-c", "echo one; echo two >&2; exit 6"]) { name throws in
                #expect(try podman.run("wait", name).text == "6")
                let logs = try podman.run("logs", name)
                #expect(logs.text == "one")
                #expect(logs.errorText == "two")
            }
        }

        @Test("exec: output, exit code, user, directory, environment and descriptors")
        func exec() throws {
            try podman.withContainer(["--env", "COLOR=blue", "--hostname", "box"]) { name in
                let script =
                    "echo $(id -u):$(id -g) $PWD $COLOR $(hostname); cat /proc/1/comm; ls /proc/self/fd; exit 3"
                let options = ["--user", "1000:1000", "--workdir", "/tmp"]
                let result = try podman.run(["exec"] + options + [name, "sh", "-c", script])
                // The fourth descriptor is the one with which ls reads.
                #expect(result.lines == ["1000:1000 /tmp blue box", "sleep", "0", "1", "2", "3"])
                #expect(result.exitCode == 3)
            }
        }

        @Test("stop is a signal first, kill is the one that was asked for")
        func stop() throws {
            let script = "trap 'exit 42' TERM; trap 'exit 43' USR1; echo ready; while :; do sleep 0.05; done"
            for (words, code) in [(["stop"], "42"), (["kill", "--signal", "USR1"], "43"), (["kill"], "137")] {
                try podman.withContainer([], ["sh", "-c", script]) { name in
                    #expect(try eventually { try podman.run("logs", name).text == "ready" })
                    try podman.run(words + [name]).succeeded()
                    #expect(try podman.run("wait", name).text == code)
                    try podman.run("start", name).succeeded()
                    #expect(try podman.inspect(name, ".State.Status") == "running")
                }
            }
        }

        @Test("pause stops every process, and exec is refused meanwhile")
        func pause() throws {
            try podman.withContainer { name in
                try podman.run("pause", name).succeeded()
                #expect(try podman.inspect(name, ".State.Status") == "paused")
                #expect(try podman.run("exec", name, "true").exitCode != 0)
                try podman.run("unpause", name).succeeded()
                #expect(try podman.run("exec", name, "true").exitCode == 0)
            }
        }

        @Test("limits stand in the kernel's files, and update changes them")
        func update() throws {
            try podman.withContainer(["--memory", "64m", "--pids-limit", "50"]) { name in
                let group = "libpod-\(try podman.inspect(name, ".Id"))"
                func memory() throws -> String {
                    try podman.place.cgroupFile(
                        of: group, "memory", legacy: "memory.limit_in_bytes", unified: "memory.max")
                }
                #expect(try memory() == "67108864")
                #expect(
                    try podman.place.cgroupFile(of: group, "pids", legacy: "pids.max", unified: "pids.max") == "50")
                try podman.run("update", "--memory", "96m", name).succeeded()
                #expect(try memory() == "100663296")
                #expect(try podman.run("exec", name, "sh", "-c", "echo >/dev/null").exitCode == 0)
            }
        }
    }
}
