import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// Containers that take more than their share, or let go of too little.
    @Suite("A container out of hand")
    struct FloodTests {
        /// The first container leaves a compiled filter for all later ones.
        init() throws { try Skiff.current.run("run", "--rm", "busybox", "true").succeeded() }

        @Test("forks no more than its limit, and goes with all that it forked")
        func forkBomb() throws {
            let before = try HostSnapshot(of: .current)
            let result = try Skiff.current.shell(
                ["--pids-limit", "40"],
                "bomb() { bomb | bomb & }; bomb 2>/dev/null; sleep 1; ls -d /proc/[0-9]* | wc -l")
            #expect((Int(result.text) ?? 0) <= 40, "\(result)")
            try Skiff.current.expectUnchanged(since: before)
        }

        @Test("may write a line without an end; its supervisor stays small")
        func endlessLine() throws {
            let script = "head -c 100000000 /dev/zero | tr '\\0' a; echo; echo end; sleep 1000"
            try Skiff.current.withContainer([], ["sh", "-c", script]) { container in
                #expect(
                    try eventually(within: .seconds(30)) {
                        try Skiff.current.run("logs", "--tail", "1", container.id).text == "end"
                    })
                let supervisor = try Skiff.current.supervisor(of: container.id)
                let status = try HostFile.text("/proc/\(supervisor)/status").split(separator: "\n")
                let peak = status.first { $0.hasPrefix("VmHWM:") }?.split(separator: " ").dropLast().last.flatMap {
                    Int($0)
                }
                #expect(try #require(peak) < 64 * 1024, "kB")
            }
        }

        @Test("may close its streams and run on")
        func closedStreams() throws {
            let result = try Skiff.current.shell([], "exec <&- >&- 2>&-; sleep 1; exit 4")
            #expect(result.exitCode == 4, "\(result)")
        }

        @Test("leaves no process behind that holds its streams open")
        func background() throws {
            let before = try HostSnapshot(of: .current)
            let start = ContinuousClock.now
            let result = try Skiff.current.shell([], "(sleep 1000; echo late) & setsid sleep 1000 & exit 3")
            #expect(result.exitCode == 3 && start.duration(to: .now) < .seconds(3), "\(result)")
            try Skiff.current.expectUnchanged(since: before)
        }

        @Test("may end before it has read its input")
        func unreadInput() throws {
            let input = [UInt8](repeating: 65, count: 1 << 20)
            for _ in 0..<20 {
                let result = try Skiff.current.run(
                    ["run", "--rm", "-i", "busybox", "sh", "-c", "read -n 1 x; exit 6"], input: input)
                #expect(result.exitCode == 6 && result.error.isEmpty, "\(result)")
            }
        }

        @Test("keeps nobody busy while it reads nothing")
        func idleInput() throws {
            let program = Skiff.current.program([])
            let words = "yes | exec '\(program.path)' run --rm -i --name idle busybox sleep 1000"
            let running = try Program("/bin/sh", ["-c", words], environment: program.environment).start()
            defer { _ = try? Skiff.current.run("rm", "--force", "idle") }  // it may not have started
            // It can't be inspected before it is made.
            #expect(
                try eventually { (try? Skiff.current.inspect("idle")["State"]["Pid"].number).flatMap(\.self) ?? 0 > 0 },
                "\(running.pid)")
            usleep(300_000)
            let supervisor = try Skiff.current.supervisor(of: "idle")
            let before = try ticks(supervisor)
            usleep(1_000_000)
            #expect(try ticks(supervisor) - before < 10)
        }

        /// The processor time it has used, in hundredths of a second.
        private func ticks(_ pid: Int32) throws -> Int {
            let fields = try HostFile.text("/proc/\(pid)/stat").split(separator: " ")
            return (Int(fields[13]) ?? 0) + (Int(fields[14]) ?? 0)
        }
    }
}
