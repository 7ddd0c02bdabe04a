import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("When processes of skiff are killed")
    struct LossTests {
        private let skiff = Skiff.current

        @Test("without the command line the container runs on, and is there for the next one")
        func commandLine() throws {
            let name = Skiff.newName()
            var running = try skiff.start(
                "run", "--name", name, "busybox", "sh", "-c", "echo ready; sleep 0.5; echo later; exit 6")
            try running.output.wait(for: "ready")
            try running.send(.kill)
            #expect(try running.waitForEnd() == 137)
            #expect(try skiff.inspect(name)["State"]["Running"].boolean == true)
            #expect(try skiff.run("wait", name).text == "6")
            #expect(try skiff.run("logs", name).lines == ["ready", "later"])
            try skiff.run("rm", name).succeeded()
        }

        @Test("without the command line --rm still removes everything")
        func commandLineWithRemove() throws {
            let before = try HostSnapshot(of: skiff)
            var running = try skiff.start("run", "--rm", "-i", "busybox", "sh", "-c", "echo ready; sleep 0.3")
            try running.output.wait(for: "ready")
            try running.send(.kill)
            _ = try running.waitForEnd()
            try skiff.expectHost(unchangedSince: before)
        }

        @Test(
            "without its supervisor a container dies, and every command says so",
            arguments: [[], ["--user", "1000"], ["--init"]])
        func supervisor(options: [String]) throws {
            let before = try HostSnapshot(of: skiff)
            try skiff.withContainer(options, ["sh", "-c", "sleep 1000 & sleep 1000"]) { container in
                let process = try ProcessDescriptor(pid: container.pid)
                try ProcessDescriptor(pid: supervisor(of: container)).send(.kill)
                #expect(try process.waitForEnd(milliseconds: 5000))
                #expect(try skiff.run("wait", container.id).text == "137")
                let state = try container.inspection()["State"]
                #expect(state["Status"].string == "exited")
                #expect(state["Cause"].string == "killed: its supervisor was killed")
                #expect(!(try skiff.run("ps", "-q", "--no-trunc").lines.contains(container.id)))
                #expect(try skiff.run("kill", container.id).exitCode == 1)
                #expect(try skiff.run("stop", container.id).exitCode == 0)
            }
            try skiff.expectHost(unchangedSince: before)
        }

        @Test("an attached command line tells that the supervisor was killed, and cleans up")
        func supervisorWhileAttached() throws {
            let before = try HostSnapshot(of: skiff)
            let name = Skiff.newName()
            var running = try skiff.start(
                "run", "--rm", "--name", name, "busybox", "sh", "-c", "echo ready; sleep 1000")
            try running.output.wait(for: "ready")
            let pid = Int32(try skiff.inspect(name)["State"]["Pid"].number ?? 0)
            try ProcessDescriptor(pid: parent(of: pid)).send(.kill)
            let result = try running.finish()
            #expect(result.exitCode == 137)
            #expect(result.errorText.contains("supervisor"))
            try skiff.expectHost(unchangedSince: before)
        }

        private func supervisor(of container: RunningContainer) throws -> Int32 { try parent(of: container.pid) }

        /// The parent, which has to be a supervisor: nothing else may be killed.
        private func parent(of pid: Int32) throws -> Int32 {
            guard let parent = HostProcess(pid).parent, parent.words.starts(with: ["skiff-runtime", "supervise"])
            else { throw TestFailure("process \(pid) has no supervisor") }
            return parent.id
        }
    }
}
