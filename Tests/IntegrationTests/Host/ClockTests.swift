import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("When the machine's clock is set while containers run", .requiresOwnMachine)
    struct ClockTests {
        private let skiff = Skiff.current
        private static let hour = 3600

        @Test("health checks go on at their pace")
        func health() throws {
            let check = "cat /proc/uptime >>/tmp/checks"
            let options = ["--health-cmd", check, "--health-interval", "1s", "--health-retries", "1"]
            try MachineClock.restored {
                try skiff.withContainer(options) { container throws in
                    func checks() throws -> [Double] {
                        try skiff.run("exec", container.name, "sh", "-c", "cat /tmp/checks 2>/dev/null; true").lines
                            .compactMap { $0.split(separator: " ").first.flatMap { Double($0) } }
                    }
                    for step in [1, -2, 1] {
                        let before = try checks().count
                        #expect(try eventually(within: .seconds(20)) { try checks().count > before })
                        try MachineClock.move(by: step * Self.hour)
                    }
                    let before = try checks().count
                    #expect(try eventually(within: .seconds(20)) { try checks().count > before + 1 })
                    let times = try checks()
                    let pauses = zip(times.dropFirst(), times).map { $0 - $1 }
                    #expect(pauses.allSatisfy { $0 > 0.95 && $0 < 15 }, "\(pauses)")
                    let state = try container.inspection()["State"]["Health"]
                    #expect(state["Status"].string == "healthy" && state["FailingStreak"].number == 0)
                }
            }
        }

        @Test("a restart waits for as long as it is to")
        func restarts() throws {
            let words = ["sh", "-c", "cat /proc/uptime; exit 1"]
            try MachineClock.restored {
                try skiff.withContainer(["--restart", "always"], words) { container throws in
                    // After the sixth run it waits for 3.2 s, then for 6.4 s.
                    for (count, step) in [(5, 1), (6, -2)] {
                        let waits = try eventually(within: .seconds(20)) {
                            let told = try container.inspection()
                            guard told["RestartCount"].number == Int64(count) else { return false }
                            return told["State"]["Restarting"].boolean == true
                        }
                        #expect(waits, "\(count)")
                        try MachineClock.move(by: step * Self.hour)
                    }
                    let isStarted = try eventually(within: .seconds(20)) {
                        try container.inspection()["RestartCount"].number ?? 0 >= 7
                    }
                    #expect(isStarted)
                    let lines = try skiff.run("logs", container.name).lines
                    let starts = lines.compactMap { $0.split(separator: " ").first.flatMap { Double($0) } }
                    let pauses = zip(starts.dropFirst(), starts).map { $0 - $1 }
                    // Two hundredths are what /proc/uptime may be wrong by.
                    for (pause, least) in zip(pauses, [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4]) {
                        #expect(pause >= least - 0.02 && pause < least + 15, "\(pauses)")
                    }
                }
            }
        }

        @Test("lists tell how long containers have really run, and how long they ran")
        func lengths() throws {
            try MachineClock.restored {
                for step in [1, -1] {
                    try skiff.withContainer { container throws in
                        let list = ["ps", "-a", "--filter", "name=\(container.name)", "--format", "{{.Status}}"]
                        let cursor = try skiff.lastCursor()
                        try MachineClock.move(by: step * Self.hour)
                        let up = try skiff.run(list).text
                        #expect(up.hasPrefix("Up ") && up.contains("second"), "\(up)")
                        try skiff.run("stop", "-t", "0", container.name).succeeded()
                        let facts = try skiff.run("why", "--format", "json", container.name).json()[0]["Facts"].strings
                        let length = facts.first { $0.hasPrefix("it had run for ") }?.dropFirst(15).dropLast(2)
                        #expect((0...600).contains(length.flatMap { Double($0) } ?? -1), "\(facts)")
                        let die = try skiff.events(since: cursor).first { $0.action == "die" }
                        #expect((0...600).contains(die?.attributes["execDuration"].flatMap { Int($0) } ?? -1))
                        let down = try skiff.run(list).text
                        #expect(down.hasPrefix("Exited (137) ") && !down.contains("-"), "\(down)")
                        #expect(try skiff.run("system", "recover").text == "nothing to recover")
                    }
                }
            }
        }

        @Test("'stop' waits for as long as it was told to, and 'wait' for the end", arguments: [1, -1])
        func stop(step: Int) throws {
            try MachineClock.restored {
                let stubborn = "trap '' TERM; echo ready; while :; do sleep 0.1; done"
                try skiff.withContainer([], ["sh", "-c", stubborn]) { container throws in
                    try container.untilReady()
                    let waiter = try skiff.start("wait", container.name)
                    let began = ContinuousClock.now
                    let stopper = try skiff.start("stop", "-t", "4", container.name)
                    usleep(1_000_000)
                    try MachineClock.move(by: step * Self.hour)
                    #expect(try stopper.finish().exitCode == 0)
                    let length = ContinuousClock.now - began
                    #expect(length >= .seconds(4) && length < .seconds(30), "\(length)")
                    #expect(try waiter.finish().text == "137")
                    #expect(try skiff.run("why", container.name).text.contains("4.000 s after SIGTERM"))
                }
            }
        }

        @Test(
            "what a killed start has left is found, and what is only made can be pruned, after the clock was set back")
        func remains() throws {
            try MachineClock.restored {
                try Skiff.withOwnRoot { skiff in
                    try MachineClock.move(by: Self.hour)
                    let id = try skiff.run("run", "-d", "busybox", "true").succeeded().text
                    try skiff.run("wait", id).succeeded()
                    try skiff.run("create", "busybox", "true").succeeded()
                    try MachineClock.move(by: -Self.hour)
                    let cgroup = "/sys/fs/cgroup/skiff-\(id)"
                    // Killed between the two: what the supervisor would have made is there, not what it would have written.
                    let state = "\(skiff.root)/containers/\(id)/state.json"
                    let time = try HostFile.status(state).st_mtim
                    let text = try HostFile.bytes(state)
                    try skiff.run("start", id).succeeded()
                    try skiff.run("wait", id).succeeded()
                    try HostFile.write(String(decoding: text, as: UTF8.self), to: state)
                    try Descriptor.open(state, [.readOnly]).setTime(FileTime(time))
                    try #require(mkdir(cgroup, 0o755) == 0)
                    #expect(try skiff.run("system", "recover").text.contains("removed its cgroup"))
                    #expect(!HostFile.exists(cgroup))
                    #expect(try skiff.run("container", "prune", "-f").lines.count(where: { $0.count == 64 }) == 2)
                }
            }
        }
    }
}
