import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Ending containers")
    struct StopTests {
        private let skiff = Skiff.current
        /// Says when it is ready; ends by itself on the signal, with the code 9.
        private static func prepared(for signal: String) -> [String] {
            ["sh", "-c", "trap 'exit 9' \(signal); echo ready; while :; do sleep 0.05; done"]
        }

        @Test(
            "stop asks by the container's stop signal",
            arguments: [([], "TERM"), (["--stop-signal", "USR1"], "USR1"), (["--stop-signal", "34"], "34")])
        func honoured(options: [String], signal: String) throws {
            try skiff.withContainer(options, Self.prepared(for: signal)) { container in
                try untilReady(container)
                let start = ContinuousClock.now
                #expect(try skiff.run("stop", container.name).text == container.name)
                #expect(start.duration(to: .now) < .seconds(5))
                #expect(try container.inspection()["State"]["ExitCode"].number == 9)
            }
        }

        @Test("stop kills what doesn't end in time")
        func timeout() throws {
            try skiff.withContainer([], ["sh", "-c", "trap '' TERM; echo ready; sleep 1000"]) { container in
                try untilReady(container)
                let start = ContinuousClock.now
                try skiff.run("stop", "--timeout", "1", container.name).succeeded()
                let duration = start.duration(to: .now)
                #expect(duration >= .seconds(1) && duration < .seconds(4))
                #expect(try container.inspection()["State"]["ExitCode"].number == 137)
            }
        }

        @Test("stopping what has ended is no error")
        func ended() throws {
            try skiff.withContainer([], ["true"]) { container in
                try skiff.run("wait", container.id).succeeded()
                #expect(try skiff.run("stop", container.name).exitCode == 0)
                let result = try skiff.run("kill", container.name)
                #expect(result.exitCode == 1)
                #expect(result.errorText.contains("not running"))
            }
        }

        @Test(
            "kill sends the signal asked, by name or number",
            arguments: [
                ([], 137), (["-s", "KILL"], 137), (["-s", "TERM"], 143), (["--signal", "SIGINT"], 130),
                (["-s", "9"], 137), (["-s", "usr1"], 138),
            ] as [([String], Int)])
        func kill(options: [String], exitCode: Int) throws {
            // The init has no handlers of its own either: the signal ends the command beneath it.
            try skiff.withContainer(["--init"], ["sh", "-c", "echo ready; exec sleep 1000"]) { container in
                try untilReady(container)
                try skiff.run(["kill"] + options + [container.name]).succeeded()
                #expect(try skiff.run("wait", container.name).text == "\(exitCode)")
            }
        }

        @Test("a signal that is none is refused", arguments: ["NOPE", "0", "65", ""])
        func badSignal(name: String) throws {
            let result = try skiff.run("kill", "--signal=" + name, "whoever")
            #expect(result.exitCode != 0)
            #expect(!result.error.isEmpty)
        }

        @Test("signals to an attached skiff go to the container", arguments: [Signal.terminate, .interrupt, .quit])
        func forwarded(signal: Signal) throws {
            var running = try skiff.start("run", "--rm", "--init", "busybox", "sh", "-c", "echo ready; exec sleep 1000")
            try running.output.wait(for: "ready")
            try running.send(signal)
            #expect(try running.waitForEnd() == 128 + signal.rawValue)
        }

        @Test("an attached skiff whose terminal hangs up leaves, and the container runs on")
        func hangUp() throws {
            let name = Skiff.newName()
            var running = try skiff.start("run", "--name", name, "busybox", "sh", "-c", "echo ready; exec sleep 1000")
            try running.output.wait(for: "ready")
            try running.send(.hangUp)
            #expect(try running.waitForEnd() == 1)
            #expect(try skiff.inspect(name)["State"]["Running"].boolean == true)
            try skiff.run("rm", "-f", name).succeeded()
        }

        @Test("wait comes back with the end, for each container")
        func wait() throws {
            try skiff.withContainer([], ["sh", "-c", "sleep 0.3; exit 3"]) { first in
                try skiff.withContainer([], ["sh", "-c", "exit 4"]) { second throws in
                    #expect(try skiff.run("wait", first.name, second.name).lines == ["3", "4"])
                    #expect(try skiff.run("wait", first.name).text == "3")
                }
            }
        }

        @Test("a further signal doesn't put off the end that a stop has promised")
        func furtherSignal() throws {
            let script = "trap 'echo signal' TERM; echo ready; while :; do sleep 0.1; done"
            try skiff.withContainer([], ["sh", "-c", script]) { container in
                try untilReady(container)
                var stop = try skiff.start("stop", "--time", "2", container.id)
                #expect(try eventually { try skiff.run("logs", container.id).lines == ["ready", "signal"] })
                try skiff.run("kill", "--signal", "TERM", container.id).succeeded()
                #expect(try stop.waitForEnd() == 0)
                #expect(try container.inspection()["State"]["ExitCode"].number == 137)
            }
        }

        @Test("several containers are stopped at the same time, each by one signal")
        func several() throws {
            let script = "trap 'echo signal' TERM; echo ready; while :; do sleep 0.1; done"
            try skiff.withContainer([], ["sh", "-c", script]) { first in
                try skiff.withContainer([], ["sh", "-c", script]) { second in
                    try untilReady(first)
                    try untilReady(second)
                    let start = ContinuousClock.now
                    let result = try skiff.run("stop", "--time", "3", first.name, "no-such", second.name)
                    #expect(ContinuousClock.now - start < .seconds(5))
                    #expect(result.exitCode == 1)
                    #expect(result.lines == [first.name, second.name])
                    for container in [first, second] {
                        #expect(try container.inspection()["State"]["ExitCode"].number == 137)
                        #expect(try skiff.run("logs", container.id).lines == ["ready", "signal"])
                    }
                }
            }
        }

        private func untilReady(_ container: RunningContainer) throws {
            guard try eventually({ try skiff.run("logs", container.id).text == "ready" }) else {
                throw TestFailure("\(container.name) never became ready")
            }
        }
    }
}
