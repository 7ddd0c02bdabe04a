import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Under containerd", .serialized, .requires(ContainerdFixture.self), .withEngine(ContainerdFixture.self))
    struct ContainerdTests {
        private let containerd = EngineScope<ContainerdFixture>.current()

        @Test("a command's output and exit code come back")
        func run() throws {
            let words = ["sh", "-c", "echo out; echo err >&2; exit 7"]
            let result = try containerd.run(containerd.runWords(["--rm"], Skiff.newName(), words))
            #expect(result.text == "out")
            #expect(result.errorText.contains("err"))
            #expect(result.exitCode == 7)
        }

        @Test("options of ctr reach the process")
        func options() throws {
            let options = [
                "--rm", "--env", "COLOR=blue", "--cwd", "/tmp", "--read-only",
                "--mount", "type=bind,src=\(containerd.place.path),dst=/mnt,options=rbind:ro",
            ]
            let script = "echo $COLOR $PWD; ls /mnt/config.toml; touch /file /mnt/file"
            let result = try containerd.run(containerd.runWords(options, Skiff.newName(), ["sh", "-c", script]))
            #expect(result.lines == ["blue /tmp", "/mnt/config.toml"])
            #expect(
                result.errorText.split(separator: "\n").filter { $0.contains("Read-only file system") }.count == 2,
                "\(result)")
        }

        @Test("a terminal has the size of ours, and what is typed arrives")
        func terminal() throws {
            var pty = try Pty(rows: 33, columns: 77)
            let words = ["sh", "-c", "tty; \(EngineTerminal.showSize); read line; echo got $line; exit 5"]
            var running = try pty.start(
                containerd.program(containerd.runWords(["--rm", "--tty"], Skiff.newName(), words)))
            try pty.screen.wait(for: "/dev/pts/0")
            try pty.screen.wait(for: "33 77")
            try pty.type("hello\r")
            try pty.screen.wait(for: "got hello")
            #expect(try running.waitForEnd() == 5)
        }

        @Test("exec gives its output and its exit code")
        func exec() throws {
            try containerd.withContainer { name in
                let words = ["task", "exec", "--exec-id", "one", name, "sh", "-c", "echo $$; cat /proc/1/comm; exit 3"]
                let result = try containerd.run(words)
                #expect(result.exitCode == 3)
                #expect(result.lines.last == "sleep")
                #expect(result.lines.first != "1")
            }
        }

        @Test("exec with a terminal")
        func execTerminal() throws {
            try containerd.withContainer { name in
                var pty = try Pty(rows: 20, columns: 60)
                let words = [
                    "task", "exec", "--tty", "--exec-id", "one", name, "sh", "-c",
                    "tty; \(EngineTerminal.showSize); exit 4",
                ]
                var running = try pty.start(containerd.program(words))
                try pty.screen.wait(for: "/dev/pts/0")
                try pty.screen.wait(for: "20 60")
                #expect(try running.waitForEnd() == 4)
            }
        }

        @Test("a command that is not there is told, for run and exec")
        func missing() throws {
            let result = try containerd.run(containerd.runWords(["--rm"], Skiff.newName(), ["no-such-command"]))
            #expect(result.exitCode != 0)
            #expect(result.errorText.contains("executable file not found"), "\(result)")
            try containerd.withContainer { name in
                let result = try containerd.run("task", "exec", "--exec-id", "one", name, "no-such-command")
                #expect(result.exitCode != 0)
                #expect(result.errorText.contains("executable file not found"), "\(result)")
            }
        }

        @Test("kill sends the signal that was asked for")
        func signals() throws {
            let script = "trap 'exit 42' USR1; trap 'exit 43' TERM; while :; do sleep 0.05; done"
            try containerd.withContainer([], ["sh", "-c", script]) { name in
                #expect(try containerd.status(of: name) == "RUNNING")
                try containerd.run("task", "kill", "--signal", "SIGUSR1", name).succeeded()
                #expect(try eventually { try containerd.status(of: name) == "STOPPED" })
                #expect(try containerd.run("task", "delete", name).errorText.contains("exit code 42"))
            }
        }

        @Test("a running container is not deleted, a killed one is, with its groups")
        func delete() throws {
            try containerd.withContainer { name in
                #expect(try containerd.run("task", "delete", name).exitCode != 0)
                #expect(containerd.place.groups().contains { $0.hasSuffix("/\(name)") })
                try containerd.run("task", "kill", "--signal", "SIGKILL", name).succeeded()
                #expect(try eventually { try containerd.status(of: name) == "STOPPED" })
                #expect(try containerd.run("task", "delete", name).errorText.contains("exit code 137"))
                #expect(!containerd.place.groups().contains { $0.hasSuffix("/\(name)") })
            }
        }

        @Test("pause stops every process, resume lets them go on")
        func pause() throws {
            try containerd.withContainer([], ["sh", "-c", "while :; do echo >>/tmp/ticks; sleep 0.02; done"]) { name in
                try containerd.run("task", "pause", name).succeeded()
                #expect(try containerd.status(of: name) == "PAUSED")
                let refused = try containerd.run("task", "exec", "--exec-id", "one", name, "true")
                #expect(refused.exitCode != 0)
                try containerd.run("task", "resume", name).succeeded()
                #expect(try containerd.status(of: name) == "RUNNING")
                let count = [
                    "task", "exec", "--exec-id", "two", name, "sh", "-c",
                    "wc -l </tmp/ticks; sleep 0.3; wc -l </tmp/ticks",
                ]
                let ticks = try containerd.run(count).succeeded().lines
                #expect(ticks.count == 2 && ticks[0] != ticks[1])
            }
        }

        @Test("limits of run stand in the kernel's files, and update changes them")
        func update() throws {
            try containerd.withContainer(["--memory-limit", "67108864", "--cpus", "0.5"]) { name in
                #expect(try memoryLimit(name) == "67108864")
                let quota = try containerd.place.cgroupFile(
                    of: name, "cpu", legacy: "cpu.cfs_quota_us", unified: "cpu.max")
                #expect(quota.hasPrefix("50000"))
                let resources = #"{\"memory\":{\"limit\":100663296}}"#
                let type = "types.containerd.io/opencontainers/runtime-spec/1/LinuxResources"
                try containerd.call(
                    "/containerd.services.tasks.v1.Tasks/Update",
                    #"[[1, "\#(name)"], [2, [[1, "\#(type)"], [2, "\#(resources)"]]]]"#,
                    metadata: ["containerd-namespace=\(containerd.place.group)"])
                #expect(try memoryLimit(name) == "100663296")
                let null = ["task", "exec", "--exec-id", "one", name, "sh", "-c", "echo >/dev/null"]
                #expect(try containerd.run(null).exitCode == 0)
            }
        }

        @Test("containers share the namespaces that they are told to")
        func sharedNamespaces() throws {
            try containerd.withContainer { name in
                let pid = try #require(try containerd.pid(of: name))
                let namespaces = ["network", "ipc", "uts", "pid"].flatMap { kind in
                    ["--with-ns", "\(kind):/proc/\(pid)/ns/\(kind == "network" ? "net" : kind)"]
                }
                let words = [
                    "sh", "-c", "cat /proc/1/comm; for n in net ipc uts pid; do readlink /proc/self/ns/$n; done",
                ]
                let result = try containerd.run(
                    containerd.runWords(["--rm"] + namespaces, Skiff.newName(), words)
                ).succeeded()
                let exec = ["task", "exec", "--exec-id", "one", name] + words
                #expect(try containerd.run(exec).lines == result.lines)
                #expect(result.lines.first == "sleep")
            }
        }

        @Test("a container whose shim was killed is cleaned up")
        func lostShim() throws {
            try containerd.withContainer { name in
                let words = ["containerd-shim-runc-v2", "-id", name]
                let shim = try #require(
                    HostProcess.all.first { process in
                        words.allSatisfy { word in process.words.contains { $0.hasSuffix(word) } }
                    })
                let container = try #require(HostProcess.all.first { $0.parent?.id == shim.id })
                let process = try ProcessDescriptor(pid: container.id)
                try ProcessDescriptor(pid: shim.id).send(.kill)
                #expect(try process.waitForEnd(milliseconds: 10_000))
                #expect(try eventually { !containerd.place.groups().contains { $0.hasSuffix("/\(name)") } })
            }
        }

        private func memoryLimit(_ name: String) throws -> String {
            try containerd.place.cgroupFile(
                of: name, "memory", legacy: "memory.limit_in_bytes", unified: "memory.max")
        }
    }
}
