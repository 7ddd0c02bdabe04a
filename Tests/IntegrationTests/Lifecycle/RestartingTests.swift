import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// Each of its runs ends with another code: 1, 2, 3 …
    @Suite("A container that is started again and again")
    struct RestartingTests {
        private let skiff = Skiff.current
        private let counting = ["sh", "-c", "echo x >> /runs; sleep 0.2; exit $(wc -l < /runs)"]

        private func withRestarting(_ body: (RunningContainer) throws -> Void) throws {
            try skiff.withContainer(["--restart", "always"], counting, body)
        }

        /// Until it waits for its sixth run, for 1.6 seconds.
        private func untilLongPause(_ container: RunningContainer) throws {
            let waits = try eventually(within: .seconds(20)) {
                (try container.recordedState()["restarting"]["restartCount"].number ?? 0) >= 4
            }
            guard waits else { throw TestFailure("\(container.name) never waited for its sixth run") }
        }

        @Test("wait comes back with the next end, whether it runs or waits for a run")
        func wait() throws {
            try withRestarting { container throws in
                let code = try #require(Int(try skiff.run("wait", container.name).succeeded().text))
                #expect(try container.inspection()["State"]["Status"].string != "exited")
                try untilLongPause(container)
                let paused = try skiff.run("wait", container.name).succeeded().text
                #expect(paused == "6" && code < 5, "\(code), \(paused)")
            }
        }

        @Test("wait comes back with the last end, when somebody stops it or its supervisor is killed")
        func lastEnd() throws {
            try withRestarting { container throws in
                try untilLongPause(container)
                let waiting = try skiff.start("wait", container.name)
                try skiff.run("stop", container.name).succeeded()
                #expect(try waiting.finish().text == "5")
                #expect(try skiff.run("wait", container.name).text == "5")
                // So 'system start' leaves it alone with unless-stopped.
                #expect(try container.recordedState()["exited"]["stopped"].boolean == true)
            }
            try Skiff.withOwnRoot { own in
                try own.withContainer(["--restart", "always"]) { container throws in
                    let waiting = try own.start("wait", container.name)
                    for supervisor in own.supervisors { try ProcessDescriptor(pid: supervisor.id).send(.kill) }
                    #expect(try waiting.finish().text == "137")
                }
            }
        }

        @Test("rm takes it with force, whatever it does at that moment, and leaves nothing")
        func removal() throws {
            let before = try HostSnapshot(of: skiff)
            for milliseconds in [0, 100, 250, 400, 600] {
                try withRestarting { container throws in
                    let refused = try skiff.run("rm", container.name)
                    #expect(refused.exitCode == 1 && refused.errorText.contains("running"), "\(refused)")
                    _ = try !eventually(within: .milliseconds(milliseconds)) { false }
                    try skiff.run("rm", "--force", container.name).succeeded()
                    #expect(try skiff.run("ps", "--all", "--quiet", "--filter", "id=\(container.id)").text == "")
                }
            }
            try skiff.expectHost(unchangedSince: before)
        }

        @Test("a new name is that of the next run, too, and of its events")
        func rename() throws {
            try withRestarting { container throws in
                try untilLongPause(container)
                let name = Skiff.newName()
                try skiff.run("rename", container.name, name).succeeded()
                #expect(try skiff.run("wait", name).text == "6")
                #expect(try skiff.run("inspect", container.name).exitCode == 1)
                #expect(try skiff.inspect(name)["Name"].string == "/\(name)")
                let started = try skiff.run(
                    "events", "--since", "1m", "--until", "0s", "--filter", "container=\(container.id)",
                    "--filter", "event=start", "--format", "{{.Actor.Attributes.name}}"
                ).succeeded().lines
                #expect(started.first == container.name && started.last == name, "\(started)")
            }
        }
    }
}
