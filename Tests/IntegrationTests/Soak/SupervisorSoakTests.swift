import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// A container is not survived by its supervisor, and its end is known.
    @Suite("Soak: supervisors")
    struct SupervisorSoakTests {
        @Test("killed at random they take their containers along, and no others", .timeLimit(.minutes(30)))
        func running() throws {
            try Skiff.withOwnRoot { skiff in
                let before = try HostSnapshot(of: skiff)
                let ids = try (0..<SoakSize.containers).map { number in
                    let options = [[], ["--init"], ["--restart", "always"], ["--user", "1000"]][number % 4]
                    return try skiff.run(
                        ["run", "--detach", "--network", "none"] + options
                            + ["busybox", "sh", "-c", "sleep 1000 & sleep 1000"]
                    ).succeeded().text
                }
                for id in ids where Bool.random() {
                    try skiff.run("exec", "--detach", id, "sleep", "1000").succeeded()
                }
                let lost = ids.shuffled().prefix((ids.count + 1) / 2)
                for id in lost {
                    try killSupervisor(of: id, skiff)
                    if Bool.random() { try skiff.run("ps", "--all").succeeded() }
                }
                for id in lost { try expectLost(id, skiff) }
                for id in ids where !lost.contains(id) {
                    let state = try skiff.inspect(id)["State"]
                    #expect(state["Running"].boolean == true, "\(state)")
                }
                try skiff.run(["rm", "--force"] + ids, within: SoakSize.patience).succeeded()
                try skiff.expectHost(unchangedSince: before)
            }
        }

        @Test("killed at any moment of a start they leave nothing that runs", .timeLimit(.minutes(30)))
        func starting() throws {
            try Skiff.withOwnRoot { skiff in
                let before = try HostSnapshot(of: skiff)
                for round in 0..<SoakSize.containers {
                    let name = Skiff.newName()
                    let running = try skiff.start(
                        "run", "--detach", "--name", name, "--network", "none", "busybox", "sleep", "1000")
                    let isKilled = try killSupervisor(startedBy: running.pid, after: UInt32.random(in: 0...15_000))
                    let result = try running.finish()
                    if isKilled, result.exitCode == 0 { try expectLost(result.text, skiff) }
                    // One that did not start leaves nothing, not even its name. One that did, and was killed before
                    // it was told, stays with its end.
                    let isKnown = try skiff.run("inspect", name).exitCode == 0
                    #expect(isKnown == [0, 137].contains(result.exitCode), "round \(round): \(result)")
                    if result.exitCode != 0 { #expect(!result.errorText.isEmpty, "round \(round)") }
                    try skiff.run("rm", "--force", name)
                }
                try skiff.expectHost(unchangedSince: before)
            }
        }

        private func killSupervisor(of id: String, _ skiff: Skiff) throws {
            let pid = Int32(try skiff.inspect(id)["State"]["Pid"].number ?? 0)
            guard let parent = HostProcess(pid).parent, isSupervisor(parent) else {
                throw TestFailure("process \(pid) has no supervisor")
            }
            try ProcessDescriptor(pid: parent.id).send(.kill)
        }

        /// False: none of that command line's was there.
        private func killSupervisor(startedBy pid: Int32, after microseconds: UInt32) throws -> Bool {
            usleep(microseconds)
            let found = HostProcess.all.first { isSupervisor($0) && $0.parent?.id == pid }
            guard let found, let process = try? ProcessDescriptor(pid: found.id) else { return false }
            // A process of that number that is no longer this one has another parent.
            guard isSupervisor(found), found.parent?.id == pid else { return false }
            try? process.send(.kill)  // it may have ended by itself
            return true
        }

        /// Nothing else may be killed.
        private func isSupervisor(_ process: HostProcess) -> Bool {
            process.words.starts(with: ["skiff-runtime", "supervise"])
        }

        private func expectLost(_ id: String, _ skiff: Skiff) throws {
            var state = JSON.null
            let hasEnded = try eventually {
                state = try skiff.inspect(id)["State"]
                return state["Status"].string == "exited"
            }
            #expect(hasEnded, "\(state)")
            #expect(state["ExitCode"].number == 137, "\(state)")
            #expect(state["Cause"].string == "killed: its supervisor was killed", "\(state)")
            #expect(try skiff.run("wait", id).text == "137")
        }
    }
}
