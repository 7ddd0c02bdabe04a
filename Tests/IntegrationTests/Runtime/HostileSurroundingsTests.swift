import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// What is not as it should be around a container.
    @Suite("With hostile surroundings the runtime")
    struct HostileSurroundingsTests {
        @Test("refuses a socket that is none, and leaves nothing", arguments: ["console-socket", "pidfd-socket"])
        func sockets(flag: String) throws {
            try Bundle.with(edit: { $0["process"]["terminal"] = .boolean(flag == "console-socket") }) { bundle in
                let long = "/" + String(repeating: "x", count: 200)
                for path in ["/nonexistent/socket", "\(bundle.path)/config.json", bundle.directory, long, ""] {
                    for verb in [["create"], ["run", "--detach"]] {
                        try bundle.expectRefusal(
                            verb + ["--\(flag)", path, "--bundle", bundle.path, bundle.id], ["socket"])
                    }
                }
            }
        }

        @Test("refuses an exec whose socket or pid file can't be, and lets nothing of it run on")
        func exec() throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                let flags = [
                    ["--tty", "--console-socket", "/nonexistent"], ["--pidfd-socket", "\(bundle.path)/config.json"],
                    ["--pid-file", "/nonexistent/pid"], ["--pid-file", bundle.directory],
                    ["--preserve-fds", "5"], ["--cgroup", "../../.."], ["--cgroup", "none:x"], ["--cap", "CAP_NONE"],
                    ["--cwd", "relative"], ["--env", "no equals sign"],
                ]
                for words in flags {
                    try bundle.expectExecRefusal(words + [bundle.id, "sleep", "999"], [])
                }
                let gone = try eventually {
                    !RuntimeSnapshot.processes(of: bundle).contains { $0.hasSuffix("sleep 999") }
                }
                #expect(gone)
            }
        }

        @Test("needs no bundle once the container is created")
        func bundleRemoved() throws {
            try Bundle.with(["sleep", "1000"]) { bundle in
                try bundle.create()
                try bundle.script("mv $bundle/config.json $directory; mv $bundle $directory/away").run().succeeded()
                try bundle.run("start", bundle.id).succeeded()
                #expect(try bundle.status() == "running")
                #expect(try bundle.run("exec", bundle.id, "cat", "/proc/1/comm").text == "sleep")
                for words in [["pause"], ["resume"], ["ps"], ["events", "--stats"]] {
                    try bundle.program(words + [bundle.id]).run().succeeded()
                }
                try bundle.run("kill", bundle.id, "KILL").succeeded()
                try bundle.wait(for: "stopped")
                try bundle.run("delete", bundle.id).succeeded()
                try bundle.script("mv $directory/away $bundle; mv $directory/config.json $bundle").run().succeeded()
            }
        }

        @Test(
            "refuses a state directory where none can be",
            arguments: [
                "/proc", "/proc/self", "/sys", "/dev/null", "", "/proc/self/fd/0/x",
                "/" + String(repeating: "x/", count: 3000),
            ])
        func roots(root: String) throws {
            try Bundle.with(["true"]) { bundle in
                let words = ["--root", root, "run", "--bundle", bundle.path, bundle.id]
                let before = try RuntimeSnapshot(of: bundle)
                let result = try Program(
                    "\(Installation.executables)/skiff-runtime", words,
                    environment: Program.plainEnvironment + [bundle.mark]
                ).run()
                #expect(result.exitCode == 1 && result.errorText.hasPrefix("skiff-runtime: cannot "), "\(result)")
                try bundle.expectHost(unchangedSince: before)
            }
        }

        @Test("believes no record of another process: one that has the id now is not signalled")
        func otherProcess() throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                let first = try bundle.pid()
                // Times of starts are told in hundredths of a second.
                usleep(30_000)
                let bystander = try Child(["/bin/sleep", "1000"])
                let record = try HostFile.text("\(bundle.stateDirectory)/state.json")
                let changed = record.replacing("\"pid\":\(first)", with: "\"pid\":\(bystander.process)")
                try #require(changed != record)
                try HostFile.write(changed, to: "\(bundle.stateDirectory)/state.json")
                #expect(try bundle.status() == "stopped")
                try bundle.expectRefusal(["kill", bundle.id, "KILL"], ["not running"])
                #expect(HostProcess(bystander.process).state == "S")
                // By its group, not by the id: the container's process goes, the other stays.
                try bundle.run("delete", "--force", bundle.id).succeeded()
                #expect(HostProcess(bystander.process).state == "S")
                #expect(try eventually { HostProcess(first).state == nil })
            }
        }

        @Test("tells what is on its command line so that a terminal does nothing with it")
        func terminalSafety() throws {
            try Bundle.with { bundle in
                for words in [["state", "\u{1B}[31mx"], ["kill", "x\ny"], ["\u{1B}]0;x\u{7}"]] {
                    let result = try bundle.program(words).run()
                    #expect(result.exitCode == 1 && !result.errorText.contains("\u{1B}"), "\(result)")
                    #expect(!result.errorText.contains("\u{7}"), "\(result)")
                }
            }
        }
    }
}
