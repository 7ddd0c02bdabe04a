import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("run of the runtime")
    struct RuntimeRunTests {
        @Test("answers the command's exit code and leaves nothing", arguments: [0, 1, 7, 127, 255] as [Int32])
        func exitCode(code: Int32) throws {
            try Bundle.with(["sh", "-c", "echo out; echo error >&2; exit \(code)"]) { bundle in
                let result = try bundle.run("run", "--bundle", bundle.path, bundle.id)
                #expect(result.exitCode == code)
                #expect(result.text == "out" && result.errorText == "error", "\(result)")
                #expect(bundle.containers.isEmpty)
            }
        }

        /// Without a mount of it, the group is made while the container is (`PendingCgroup`).
        @Test("the command is in all groups of the container before it begins", .requiresCgroupV1)
        func groups() throws {
            let script = "cat /proc/self/cgroup; echo $$"
            try Bundle.with(["sh", "-c", script], edit: { $0.removeCgroupMount() }) { bundle in
                let words = ["run", "--bundle", bundle.path, bundle.id]
                let inside = try bundle.program(words).run().succeeded().text.split(separator: "\n").filter {
                    $0.contains(":")
                }
                #expect(inside.count > 1 && inside.allSatisfy { $0.hasSuffix(":/") }, "\(inside)")
                try bundle.configure { $0["linux"]["namespaces"] = .array($0.namespaces(without: "cgroup")) }
                let outside = try bundle.program(words).run().succeeded().text.split(separator: "\n").filter {
                    $0.contains(":") && !$0.hasPrefix("0::")
                }
                #expect(outside.count > 1 && outside.allSatisfy { $0.hasSuffix("/\(bundle.id)") }, "\(outside)")
            }
        }

        @Test("a group that can't be made is what is told, whatever comes first", arguments: ["create", "run"])
        func refusedGroup(verb: String) throws {
            try Bundle.with(["true"], edit: { $0.removeCgroupMount() }) { bundle in
                try bundle.configure { $0["linux"]["resources"]["cpu"]["quota"] = 1 }
                let result = try bundle.run(verb, "--bundle", bundle.path, bundle.id)
                #expect(result.exitCode == 1 && result.errorText.contains("linux.resources.cpu.quota"), "\(result)")
                #expect(bundle.containers.isEmpty)
            }
        }

        @Test("answers 128 and the number of the signal that killed the command")
        func signalled() throws {
            try Bundle.with(["sh", "-c", "kill -9 $$"]) { bundle in
                // The first process of a pid namespace is not killed by its own signals.
                try bundle.configure { $0["linux"]["namespaces"] = .array($0.namespaces(without: "pid")) }
                #expect(try bundle.run("run", "--bundle", bundle.path, bundle.id).exitCode == 137)
            }
        }

        @Test("hands on what is typed, and its end")
        func input() throws {
            try Bundle.with(["cat"]) { bundle in
                let bytes = [UInt8]((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
                let result = try bundle.program(["run", "--bundle", bundle.path, bundle.id]).run(input: bytes)
                #expect(result.exitCode == 0 && result.output == bytes)
            }
        }

        @Test("hands on the signals that it gets", arguments: ["TERM", "INT", "HUP", "USR1", "QUIT", "ALRM"])
        func signals(name: String) throws {
            let script = "trap 'echo got; exit 9' \(name); echo up; while :; do sleep 0.01; done"
            try Bundle.with(["sh", "-c", script]) { bundle in
                var running = try bundle.program(["run", "--bundle", bundle.path, bundle.id]).start()
                try running.output.wait(for: "up")
                try running.send(try #require(Signal(parsing: name)))
                let result = try running.finish()
                #expect(result.exitCode == 9 && result.text == "up\ngot", "\(result)")
            }
        }

        @Test("leaves a detached container running")
        func detached() throws {
            try Bundle.with { bundle in
                try bundle.leave(["run", "-d", "--bundle", bundle.path, bundle.id]).succeeded()
                #expect(bundle.output == "")
                #expect(try bundle.status() == "running")
                try bundle.expectRefusal(["start", bundle.id], ["running"])
            }
        }

        @Test("keeps what it is told to keep")
        func kept() throws {
            try Bundle.with(["sh", "-c", "exit 3"]) { bundle in
                #expect(try bundle.run("run", "--keep", "--bundle", bundle.path, bundle.id).exitCode == 3)
                #expect(try bundle.status() == "stopped")
                try bundle.run("delete", bundle.id).succeeded()
            }
        }

        @Test("says that a cgroup takes nobody who is scheduled in real time")
        func realTime() throws {
            // v1, of a kernel that shares out real time (CONFIG_RT_GROUP_SCHED), which this process may use.
            let realTime = { Program("/usr/bin/chrt", ["--fifo", "1"] + $0, environment: Program.plainEnvironment) }
            guard HostFile.exists("/sys/fs/cgroup/cpu/cpu.rt_runtime_us"), try realTime(["true"]).run().exitCode == 0
            else { return }
            try Bundle.with(["true"]) { bundle in
                let runtime = ["\(Installation.executables)/skiff-runtime", "--root", bundle.root]
                let result = try realTime(runtime + ["run", "--bundle", bundle.path, bundle.id]).run()
                #expect(result.exitCode == 1 && result.errorText.contains("scheduled in real time"), "\(result)")
            }
        }

        @Test("says what a container's limit of memory leaves too little for")
        func noMemory() throws {
            try Bundle.with(["true"], edit: { $0["linux"]["resources"]["memory"] = ["limit": 4096] }) { bundle in
                try bundle.expectRefusal(["run", "--bundle", bundle.path, bundle.id], ["cannot", "memory"])
            }
        }

        @Test("refuses a command that isn't there or can't be executed, and leaves nothing")
        func execution() throws {
            try Bundle.with { bundle in
                try Descriptor.open(bundle.rootFilesystem, [.directory]).writeFile("plain", [65], mode: 0o644)
                let refusals = [
                    ("/none", "no such file or directory"), ("none", "executable file not found"),
                    ("/plain", "permission denied"), ("/etc", "permission denied"),
                ]
                for (command, reason) in refusals {
                    try bundle.configure { $0["process"]["args"] = [.string(command)] }
                    try bundle.expectRefusal(["run", "--bundle", bundle.path, bundle.id], [command, reason])
                    try bundle.expectRefusal(["run", "-d", "--bundle", bundle.path, bundle.id], [command, reason])
                }
            }
        }

        @Test("with a terminal joins it to ours")
        func terminal() throws {
            let script = "stty size; tty; read line; echo got $line; read line; stty size; exit 4"
            try Bundle.with(["sh", "-c", script]) { configuration in
                configuration["process"]["terminal"] = true
            } _: { bundle in
                var pty = try Pty(rows: 33, columns: 77)
                var running = try pty.start(bundle.program(["run", "--bundle", bundle.path, bundle.id]))
                try pty.screen.wait(for: "33 77")
                #expect(try pty.isRaw())
                try pty.type("hello\r")
                try pty.screen.wait(for: "got hello")
                try pty.resize(rows: 50, columns: 132)
                try pty.type("\r")
                #expect(try running.waitForEnd() == 4)
                try pty.screen.wait(for: "50 132")
                #expect(try !pty.isRaw())
            }
        }

        @Test("with a terminal that nobody has open waits quietly for the end")
        func closedTerminal() throws {
            let script = "exec sleep 1 </dev/null >/dev/null 2>&1"
            try Bundle.with(["sh", "-c", script]) { configuration in
                configuration["process"]["terminal"] = true
            } _: { bundle in
                var pty = try Pty()
                var running = try pty.start(bundle.program(["run", "--bundle", bundle.path, bundle.id]))
                var ticks = 0
                _ = try eventually {
                    let text = (try? HostFile.text("/proc/\(running.pid)/stat")) ?? ""
                    let fields = text.split(separator: ") ").last?.split(separator: " ") ?? []
                    // Fields 14 and 15 of proc_pid_stat(5): its time in hundredths of a second.
                    if fields.count > 12, fields[0] != "Z" { ticks = (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) }
                    return fields.isEmpty || fields[0] == "Z"
                }
                #expect(try running.waitForEnd() == 0)
                #expect(ticks < 20)
                try pty.screen.readToEnd()
            }
        }

        @Test("with a terminal hands on its input's end, and its lines as they are")
        func terminalInput() throws {
            try Bundle.with(["sh", "-c", "cat >/dev/null; echo one; echo two"]) { configuration in
                configuration["process"]["terminal"] = true
            } _: { bundle in
                let result = try bundle.program(["run", "--bundle", bundle.path, bundle.id]).run(
                    input: Array("a\n".utf8))
                #expect(result.exitCode == 0 && result.text.hasSuffix("one\ntwo"), "\(result)")
            }
        }
    }
}

extension JSON {
    /// The namespaces of a configuration without the one of that type.
    func namespaces(without type: String) -> [JSON] {
        self["linux"]["namespaces"].elements.filter { $0["type"].string != type }
    }
}
