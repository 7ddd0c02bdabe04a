import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Restart policies")
    struct RestartPolicyTests {
        private let skiff = Skiff.current

        /// Counts its runs in its own file system, tells each, and ends with the code.
        private static func counting(_ code: Int) -> [String] {
            ["sh", "-c", "echo x >> /runs; echo run $(wc -l < /runs); exit \(code)"]
        }

        private func runs(_ container: RunningContainer) throws -> Int {
            try skiff.run("logs", container.id).lines.filter { $0.hasPrefix("run ") }.count
        }

        @Test("one that is to end at the first end does", arguments: [("no", 1), ("on-failure", 0)])
        func ends(policy: String, code: Int) throws {
            try skiff.withContainer(["--restart", policy], Self.counting(code)) { container throws in
                #expect(try skiff.run("wait", container.id).text == "\(code)")
                #expect(try runs(container) == 1)
                #expect(try container.status() == "exited")
            }
        }

        @Test(
            "one that is to go on is started again after each end",
            arguments: [
                ("always", 0), ("always", 1), ("unless-stopped", 0), ("on-failure", 1),
            ])
        func goesOn(policy: String, code: Int) throws {
            let before = try HostSnapshot(of: skiff)
            try skiff.withContainer(["--restart", policy], Self.counting(code)) { container throws in
                #expect(try eventually(within: .seconds(20)) { try runs(container) >= 3 })
                // A manual stop counts, between two runs, too.
                try skiff.run("stop", container.name).succeeded()
                #expect(try container.status() == "exited")
                let count = try runs(container)
                #expect(try !eventually(within: .seconds(1)) { try runs(container) > count })
                let exited = try container.recordedState()["exited"]
                #expect(exited["stopped"].boolean == true)
                #expect((exited["restartCount"].number ?? 0) >= Int64(count - 1))
            }
            try skiff.expectHost(unchangedSince: before)
        }

        @Test("on-failure counts exactly, and ends with the last code", arguments: [1, 3])
        func count(most: Int) throws {
            try skiff.withContainer(["--restart", "on-failure:\(most)"], Self.counting(7)) { container throws in
                try container.until("exited")
                #expect(try skiff.run("wait", container.id).text == "7")
                #expect(try runs(container) == most + 1)
                #expect(try container.recordedState()["exited"]["restartCount"].number == Int64(most))
            }
        }

        @Test("the pauses between the runs double")
        func delay() throws {
            let start = ContinuousClock.now
            try skiff.withContainer(["--restart", "on-failure:4"], ["false"]) { container throws in
                try container.until("exited")
                // 100 + 200 + 400 + 800 milliseconds.
                #expect(start.duration(to: .now) >= .milliseconds(1500))
            }
        }

        @Test("a stop between two runs is immediate")
        func stopInDelay() throws {
            try skiff.withContainer(["--restart", "always"], ["false"]) { container throws in
                // The sixth pause is 3.2 seconds long.
                #expect(
                    try eventually(within: .seconds(20)) {
                        (try container.recordedState()["restarting"]["restartCount"].number ?? 0) >= 4
                    })
                try container.until("restarting")
                try skiff.run("stop", container.name).succeeded()
                #expect(try container.status() == "exited")
                #expect(try container.inspection()["State"]["ExitCode"].number == 1)
            }
        }

        @Test("one that was killed by a person stays so; one that was killed otherwise is started again")
        func killed() throws {
            try skiff.withContainer(["--restart", "always"]) { container throws in
                try ProcessDescriptor(pid: container.pid).send(.kill)
                #expect(
                    try eventually(within: .seconds(20)) {
                        let pid = try container.inspection()["State"]["Pid"].number ?? 0
                        return pid != 0 && pid != Int64(container.pid)
                    })
                try skiff.run("kill", container.name).succeeded()
                #expect(try skiff.run("wait", container.name).text == "137")
                #expect(try !eventually(within: .milliseconds(500)) { try container.status() != "exited" })
            }
        }

        @Test("one that was killed by its own stop signal stays so, whatever code it ends with")
        func stopSignal() throws {
            let command = ["sh", "-c", "trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done"]
            try skiff.withContainer(["--restart", "always"], command) { container throws in
                try container.untilReady()
                try skiff.run("kill", "--signal", "TERM", container.name).succeeded()
                try container.until("exited")
                #expect(try container.recordedState()["exited"]["exitCode"].number == 3)
            }
        }

        @Test("update gives a running one another policy")
        func update() throws {
            try skiff.withContainer { container throws in
                try skiff.run("update", "--restart", "always", container.name).succeeded()
                try ProcessDescriptor(pid: container.pid).send(.kill)
                #expect(
                    try eventually(within: .seconds(20)) {
                        try container.recordedState()["running"]["restartCount"].number == 1
                    })
                try skiff.run("update", "--restart", "no", container.name).succeeded()
                let pid = try #require(try container.inspection()["State"]["Pid"].number)
                try ProcessDescriptor(pid: Int32(pid)).send(.kill)
                try container.until("exited")
            }
        }

        @Test("--rm and --restart exclude each other, and unhealthy needs a check")
        func removal() throws {
            let result = try skiff.run("run", "--rm", "--restart", "always", "busybox", "true")
            #expect(result.exitCode == 125 && result.errorText.contains("--restart"), "\(result)")
            let unchecked = try skiff.run("run", "--restart", "unhealthy", "busybox", "true")
            #expect(unchecked.exitCode == 125 && unchecked.errorText.contains("--health-cmd"), "\(unchecked)")
        }
    }
}
