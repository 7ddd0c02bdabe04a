import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Under dockerd", .serialized, .requires(DockerFixture.self), .withEngine(DockerFixture.self))
    struct DockerTests {
        let docker = EngineScope<DockerFixture>.current()

        @Test("the runtime is the default one and can be asked for", arguments: [[], ["--runtime", "skiff"]])
        func runtime(options: [String]) throws {
            try docker.withContainer(["--network", "none"] + options) { id throws in
                #expect(try docker.inspect(id, ".HostConfig.Runtime") == "skiff")
                #expect(try docker.inspect(id, ".State.Status") == "running")
            }
        }

        @Test("output, input and exit code pass through")
        func streams() throws {
            let result = try docker.shell([], "echo out; echo err >&2; exit 7")
            #expect(result.text == "out")
            #expect(result.errorText == "err")
            #expect(result.exitCode == 7)
            let words = ["run", "--rm", "--interactive", "--network", "none", "busybox", "wc", "-c"]
            let input = [UInt8](repeating: 65, count: 300_000)
            #expect(try docker.program(words).run(input: input).succeeded().text == "300000")
        }

        @Test("a command that can't be run has docker's exit code")
        func refusals() throws {
            #expect(try docker.run("run", "--rm", "--network", "none", "busybox", "no-such-command").exitCode == 127)
            #expect(try docker.run("run", "--rm", "--network", "none", "busybox", "/etc/passwd").exitCode == 126)
            #expect(try docker.run("run", "--rm", "--network", "none", "busybox", "/tmp").exitCode == 126)
            try docker.withContainer { id throws in
                #expect(try docker.run("exec", id, "no-such-command").exitCode == 126)
                #expect(try docker.run("exec", id, "/etc/passwd").exitCode == 126)
            }
        }

        @Test("a terminal: its size, a resize, what is typed, and ^C")
        func terminal() throws {
            var pty = try Pty(rows: 33, columns: 77)
            let script = "trap 'echo caught' INT; trap 'exit 5' QUIT; tty; while :; do stty size; sleep 0.05; done"
            let words = ["run", "--rm", "-it", "--network", "none", "busybox", "sh", "-c", script]
            var running = try pty.start(docker.program(words))
            try pty.screen.wait(for: "/dev/pts/0")
            try pty.screen.wait(for: "33 77")
            try pty.resize(rows: 50, columns: 132)
            try pty.screen.wait(for: "50 132")
            try pty.type("\u{3}")
            try pty.screen.wait(for: "caught")
            try pty.type("\u{1c}")
            #expect(try running.waitForEnd() == 5)
        }

        @Test("exec: output, exit code, user, directory, environment and terminal")
        func exec() throws {
            try docker.withContainer { id throws in
                let options = ["--user", "1000:1000", "--workdir", "/tmp", "--env", "COLOR=blue"]
                let script = "echo $(id -u):$(id -g) $PWD $COLOR; cat /proc/1/comm; exit 3"
                let result = try docker.run(["exec"] + options + [id, "sh", "-c", script])
                #expect(result.lines == ["1000:1000 /tmp blue", "sleep"])
                #expect(result.exitCode == 3)
                #expect(
                    try docker.program(["exec", "--interactive", id, "cat"]).run(input: Array("typed".utf8)).text
                        == "typed")
                var pty = try Pty(rows: 20, columns: 60)
                let words = [
                    "exec", "-it", id, "sh", "-c", "tty; read line; echo got $line; \(EngineTerminal.showSize); exit 4",
                ]
                var running = try pty.start(docker.program(words))
                try pty.screen.wait(for: "/dev/pts/0")
                try pty.type("hello\r")
                try pty.screen.wait(for: "got hello")
                try pty.screen.wait(for: "20 60")
                #expect(try running.waitForEnd() == 4)
            }
        }

        @Test("logs of a container in the background")
        func logs() throws {
            try docker.withContainer(["--network", "none"], ["sh", "-c", "echo one; echo two >&2; exit 6"]) {
                id throws in
                #expect(try docker.run("wait", id).text == "6")
                let logs = try docker.run("logs", id)
                #expect(logs.text == "one")
                #expect(logs.errorText == "two")
            }
        }

        @Test("stop is a signal first, kill is the one that was asked for")
        func stop() throws {
            let script = "trap 'exit 42' TERM; trap 'exit 43' USR1; echo ready; while :; do sleep 0.05; done"
            for (words, code) in [(["stop"], "42"), (["kill", "--signal", "USR1"], "43"), (["kill"], "137")] {
                try docker.withContainer(["--network", "none"], ["sh", "-c", script]) { id throws in
                    #expect(try eventually { try docker.run("logs", id).text == "ready" })
                    try docker.run(words + [id]).succeeded()
                    #expect(try docker.run("wait", id).text == code)
                }
            }
            try docker.withContainer { id throws in
                try docker.run("stop", "--time", "1", id).succeeded()
                #expect(try docker.inspect(id, ".State.ExitCode") == "137")
                try docker.run("start", id).succeeded()
                #expect(try docker.inspect(id, ".State.Status") == "running")
            }
        }

        @Test("pause stops every process, and exec is refused meanwhile")
        func pause() throws {
            try docker.withContainer { id throws in
                try docker.run("pause", id).succeeded()
                #expect(try docker.inspect(id, ".State.Status") == "paused")
                #expect(try docker.run("exec", id, "true").exitCode != 0)
                try docker.run("unpause", id).succeeded()
                #expect(try docker.inspect(id, ".State.Status") == "running")
                #expect(try docker.run("exec", id, "true").exitCode == 0)
            }
        }

        @Test("a container whose shim was killed can be removed")
        func lostShim() throws {
            try docker.withContainer { id throws in
                let shim = try #require(
                    HostProcess.all.first { process in
                        process.words.first?.hasSuffix("shim-runc-v2") == true && process.words.contains(id)
                    })
                let container = try #require(HostProcess.all.first { $0.parent?.id == shim.id })
                let process = try ProcessDescriptor(pid: container.id)
                try ProcessDescriptor(pid: shim.id).send(.kill)
                #expect(try process.waitForEnd(milliseconds: 10_000))
                #expect(try eventually { try docker.inspect(id, ".State.Status") == "exited" })
                try docker.run("rm", id).succeeded()
                #expect(try eventually { !docker.place.groups().contains { $0.hasSuffix("/\(id)") } })
            }
        }
    }
}
