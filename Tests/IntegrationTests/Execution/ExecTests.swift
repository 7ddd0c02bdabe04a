import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("exec")
    struct ExecTests {
        private let skiff = Skiff.current

        @Test("the exit code is the command's own, or 128 and the signal")
        func exitCodes() throws {
            try skiff.withContainer { container throws in
                for (script, code) in [("exit 0", 0), ("exit 7", 7), ("exit 255", 255), ("kill -9 $$", 137)] {
                    #expect(try skiff.run("exec", container.name, "sh", "-c", script).exitCode == Int32(code))
                }
            }
        }

        @Test(
            "a command that can't be run is 127 or 126, and named",
            arguments: [("no-such-command", 127), ("/no/such/command", 127), ("/etc/passwd", 126), ("/etc", 126)])
        func badCommand(command: String, code: Int32) throws {
            try skiff.withContainer { container throws in
                let result = try skiff.run("exec", container.name, command)
                #expect(result.exitCode == code && result.errorText.contains(command), "\(result)")
                #expect(try skiff.run("exec", container.name, "echo", "alive").text == "alive")
            }
        }

        @Test("user, directory and environment are as asked")
        func options() throws {
            try skiff.withContainer(["-e", "OWN=1", "-w", "/etc"]) { container throws in
                let script = "id -u; id -g; pwd; echo $A $OWN $HOME"
                let words = ["-u", "1000:2000", "-w", "/tmp", "-e", "A=b", container.name, "sh", "-c", script]
                #expect(try skiff.run(["exec"] + words).lines.prefix(3) == ["1000", "2000", "/tmp"])
                #expect(try skiff.run(["exec"] + words).lines[3].hasPrefix("b 1"))
                #expect(
                    try skiff.run("exec", container.name, "sh", "-c", script).lines.prefix(3) == ["0", "0", "/etc"])
                // Docker's code for both.
                #expect(try skiff.run("exec", "-u", "nobody-here", container.name, "true").exitCode == 126)
                #expect(try skiff.run("exec", "-w", "/nowhere", container.name, "true").exitCode == 126)
            }
        }

        @Test("--privileged has every capability there is, and without it those of the container")
        func privileged() throws {
            try skiff.withContainer { container throws in
                let script = ["grep", "CapEff", "/proc/self/status"]
                let own = try skiff.run(["exec", container.name] + script).succeeded().text
                #expect(try skiff.run(["exec", container.name, "grep", "CapEff", "/proc/1/status"]).text == own)
                let all = try skiff.run(["exec", "--privileged", container.name] + script).succeeded().text
                #expect(all.suffix(16) > own.suffix(16))
                let user = try skiff.run(["exec", "-u", "1000", container.name] + script).succeeded().text
                #expect(user.hasSuffix("0000000000000000"))
            }
        }

        @Test("it is in the container: its processes, its cgroups, its file system")
        func place() throws {
            try skiff.withContainer { container throws in
                let groups = try skiff.run("exec", container.name, "cat", "/proc/self/cgroup").succeeded().text
                #expect(try groups == skiff.run("exec", container.name, "cat", "/proc/1/cgroup").text)
                #expect(try skiff.run("exec", container.name, "ps").text.contains("sleep 1000"))
            }
        }

        @Test("-d comes back at once while the command runs on")
        func detached() throws {
            try skiff.withContainer { container throws in
                let result = try skiff.run("exec", "-d", container.name, "sh", "-c", "sleep 0.3; touch /tmp/done")
                #expect(result.exitCode == 0 && result.output.isEmpty, "\(result)")
                #expect(try eventually { try skiff.run("exec", container.name, "ls", "/tmp/done").exitCode == 0 })
                #expect(try skiff.run("exec", "-d", container.name, "no-such-command").exitCode == 127)
            }
        }

        @Test("who isn't running is refused by name and state")
        func refused() throws {
            let missing = try skiff.run("exec", "nobody-here", "true")
            #expect(missing.exitCode == 1 && missing.errorText.contains("no such container: nobody-here"))
            try skiff.withCreated { container throws in
                let created = try skiff.run("exec", container.name, "true")
                #expect(created.exitCode == 1 && created.errorText.contains("not running (created)"), "\(created)")
            }
            try skiff.withContainer { container throws in
                try skiff.run("pause", container.name).succeeded()
                let paused = try skiff.run("exec", container.name, "true")
                let names = paused.errorText.contains(container.name)
                #expect(paused.exitCode == 1 && names && paused.errorText.contains("paused"), "\(paused)")
                try skiff.run("stop", "-t", "0", container.name).succeeded()
                let ended = try skiff.run("exec", container.name, "true")
                #expect(ended.exitCode == 1 && ended.errorText.contains("not running (exited)"), "\(ended)")
            }
        }

        @Test("signals go to the command", arguments: [Signal.terminate, .interrupt])
        func signals(signal: Signal) throws {
            try skiff.withContainer { container throws in
                var running = try skiff.start("exec", container.name, "sh", "-c", "echo ready; exec sleep 1000")
                try running.output.wait(for: "ready")
                try running.send(signal)
                #expect(try running.waitForEnd() == 128 + signal.rawValue)
                #expect(try container.status() == "running")
            }
        }

        @Test("one that is killed with its container tells so, and so does one without a supervisor")
        func containerEnds() throws {
            try skiff.withContainer { container throws in
                var running = try skiff.start("exec", container.name, "sh", "-c", "echo ready; exec sleep 1000")
                try running.output.wait(for: "ready")
                try skiff.run("kill", container.name).succeeded()
                #expect(try running.waitForEnd() == 137)
            }
            try skiff.withContainer { container throws in
                var running = try skiff.start("exec", container.name, "sh", "-c", "echo ready; exec sleep 1000")
                try running.output.wait(for: "ready")
                try ProcessDescriptor(pid: skiff.supervisor(of: container.id)).send(.kill)
                #expect(try running.waitForEnd() == 137)
                try running.error.readToEnd()
                #expect(running.error.text.contains(container.name))
            }
        }

        @Test("whoever waits for it may be killed, and the command runs on")
        func visitorKilled() throws {
            try skiff.withContainer { container throws in
                var running = try skiff.start(
                    "exec", container.name, "sh", "-c", "echo ready; sleep 0.5; touch /tmp/later; sleep 1000")
                try running.output.wait(for: "ready")
                try running.send(.kill)
                _ = try running.waitForEnd()
                #expect(try eventually { try skiff.run("exec", container.name, "ls", "/tmp/later").exitCode == 0 })
            }
        }
    }
}
