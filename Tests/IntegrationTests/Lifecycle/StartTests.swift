import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("create, start and restart")
    struct StartTests {
        private let skiff = Skiff.current

        @Test("what is created waits, and is started with all that was asked for")
        func create() throws {
            try skiff.withCreated(["-e", "A=b", "-h", "me"], ["sh", "-c", "echo $A $(hostname); exit 3"]) {
                container throws in
                #expect(try container.status() == "created")
                #expect(try skiff.run("start", container.name).text == container.name)
                #expect(try skiff.run("wait", container.name).text == "3")
                #expect(try skiff.run("logs", container.name).text == "b me")
            }
        }

        @Test("a start whose supervisor ended early is not told as the end before")
        func lostStart() throws {
            try skiff.withCreated([], ["sh", "-c", "exit 3"]) { container throws in
                #expect(try skiff.run("start", "-a", container.name).exitCode == 3)
                // What no supervisor can take for its lock.
                let directory = try Descriptor.open("\(skiff.root)/containers/\(container.id)", [.directory])
                try directory.removeFile("supervisor.lock")
                try directory.makeDirectory("supervisor.lock")
                let result = try skiff.run("start", "-a", container.name)
                let isTold = result.errorText.contains("its supervisor ended early")
                #expect(isTold && result.exitCode != 3, "\(result)")
                try directory.removeDirectory("supervisor.lock")
                #expect(try skiff.run("start", "-a", container.name).exitCode == 3)
            }
        }

        @Test("what it wrote to its own files is there at the next start")
        func again() throws {
            try skiff.withCreated([], ["sh", "-c", "cat /file; echo more >> /file"]) { container throws in
                for count in 0..<3 {
                    let result = try skiff.run("start", "-a", container.name)
                    #expect(result.exitCode == 0 && result.lines.count == count, "\(result)")
                }
            }
        }

        @Test("start -ai passes input on and answers with the exit code")
        func attached() throws {
            try skiff.withCreated(["-i"], ["sh", "-c", "read a; echo got $a; exit 5"]) { container throws in
                for word in ["one", "two"] {
                    let program = skiff.program(["start", "-a", "-i", container.name])
                    let result = try program.run(input: Array("\(word)\n".utf8))
                    #expect(result.exitCode == 5 && result.text == "got \(word)", "\(result)")
                }
            }
        }

        @Test("starting what runs changes nothing")
        func running() throws {
            try skiff.withContainer { container throws in
                #expect(try skiff.run("start", container.name).text == container.name)
                #expect(try container.inspection()["State"]["Pid"].number == Int64(container.pid))
            }
        }

        @Test("one that can't be started tells why, stays, and can be removed")
        func failure() throws {
            let before = try HostSnapshot(of: skiff)
            try skiff.withCreated([], ["no-such-command"]) { container throws in
                for _ in 0..<2 {
                    let result = try skiff.run("start", container.name)
                    #expect(result.exitCode == 1 && result.errorText.contains("no-such-command"), "\(result)")
                }
                #expect(try container.inspection()["State"]["ExitCode"].number == 127)
            }
            try skiff.expectHost(unchangedSince: before)
        }

        @Test("restart ends it and starts it anew, whether it ran or not")
        func restart() throws {
            try skiff.withContainer([], ["sh", "-c", "echo ready; exec sleep 1000"]) { container throws in
                try skiff.run("restart", "-t", "0", container.name).succeeded()
                let second = try container.inspection()["State"]["Pid"].number
                #expect(second != 0 && second != Int64(container.pid))
                try skiff.run("stop", "-t", "0", container.name).succeeded()
                try skiff.run("restart", container.name).succeeded()
                #expect(try container.status() == "running")
            }
        }

        @Test("restart doesn't wait for those who ask for the end, however many")
        func waited() throws {
            try skiff.withContainer { container throws in
                let script =
                    "for i in 1 2 3 4 5 6 7 8; do \"$0\" wait \"$1\" & done; sleep 0.5; \"$0\" restart -t 0 \"$1\"; wait"
                let words = skiff.program([])
                var shell = Program("/bin/bash", ["-c", script, words.path, container.name])
                shell.environment = words.environment
                #expect(try shell.run().lines.filter { $0 == "137" }.count == 8)
                #expect(try container.status() == "running")
            }
        }

        @Test("rm takes what was created, has ended or restarts, and with force what runs or is paused")
        func remove() throws {
            let before = try HostSnapshot(of: skiff)
            try skiff.withCreated { container throws in _ = try skiff.run("rm", container.name).succeeded() }
            try skiff.withContainer([], ["true"]) { container throws in
                try container.until("exited")
                try skiff.run("rm", container.name).succeeded()
            }
            try skiff.withContainer { container throws in
                try skiff.run("pause", container.name).succeeded()
                #expect(try skiff.run("rm", container.name).exitCode == 1)
                try skiff.run("rm", "-f", container.name).succeeded()
            }
            try skiff.withContainer(["--restart", "always"], ["false"]) { container throws in
                try container.until("restarting")
                #expect(try skiff.run("rm", container.name).exitCode == 1)
                try skiff.run("rm", "-f", container.name).succeeded()
            }
            try skiff.expectHost(unchangedSince: before)
        }

        @Test("stop works to its end without whoever asked for it")
        func stopWithoutCommandLine() throws {
            try skiff.withContainer([], ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"]) {
                container throws in
                try container.untilReady()
                var stop = try skiff.start("stop", "-t", "1", container.name)
                #expect(try !eventually(within: .milliseconds(300)) { try container.status() == "exited" })
                try stop.send(.kill)
                _ = try stop.waitForEnd()
                try container.until("exited")
                #expect(try container.inspection()["State"]["ExitCode"].number == 137)
            }
        }

        @Test("of two who stop it the more impatient one counts, and kill takes nothing back")
        func impatient() throws {
            try skiff.withContainer(
                ["--stop-timeout", "1000"], ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"]
            ) { container throws in
                try container.untilReady()
                var patient = try skiff.start("stop", container.name)
                var impatient = try skiff.start("stop", "-t", "2", container.name)
                #expect(try !eventually(within: .seconds(1)) { try container.status() == "exited" })
                try skiff.run("kill", "-s", "TERM", container.name).succeeded()
                #expect(try impatient.waitForEnd() == 0)
                #expect(try patient.waitForEnd() == 0)
            }
        }

        @Test("a time to stop that outlasts the clock is without end, and harms nobody")
        func endless() throws {
            try skiff.withContainer(
                [], ["sh", "-c", "trap 'echo heard' TERM; echo ready; while :; do sleep 0.1; done"]
            ) {
                container throws in
                try container.untilReady()
                var stop = try skiff.start("stop", "-t", "9223372036854775", container.name)
                #expect(try eventually { try skiff.run("logs", container.name).text.contains("heard") })
                #expect(try container.status() == "running")
                try skiff.run("kill", container.name).succeeded()
                #expect(try stop.waitForEnd() == 0)
            }
        }
    }
}
