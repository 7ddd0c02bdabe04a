import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("skiff system start")
    struct SystemStartTests {
        /// A container's policy, what happens to it, and whether it then runs.
        struct Life: Sendable, CustomTestStringConvertible {
            let policy: String
            let isStopped: Bool
            let runsAfterwards: Bool
            var testDescription: String { "\(policy), \(isStopped ? "stopped" : "lost")" }
        }

        private static let lives = [
            Life(policy: "no", isStopped: false, runsAfterwards: false),
            Life(policy: "on-failure", isStopped: false, runsAfterwards: false),
            Life(policy: "always", isStopped: false, runsAfterwards: true),
            Life(policy: "always", isStopped: true, runsAfterwards: true),
            Life(policy: "unless-stopped", isStopped: false, runsAfterwards: true),
            Life(policy: "unless-stopped", isStopped: true, runsAfterwards: false),
        ]

        @Test("starts what is always to run, and unless it was stopped, after everything was lost")
        func starts() throws {
            try Skiff.withOwnRoot { skiff in
                let names = try Self.lives.map { life in
                    let name = Skiff.newName()
                    try skiff.run("run", "-d", "--name", name, "--restart", life.policy, "busybox", "sleep", "1000")
                        .succeeded()
                    if life.isStopped { try skiff.run("stop", "-t", "0", name).succeeded() }
                    return name
                }
                let created = Skiff.newName()
                try skiff.run("create", "--name", created, "--restart", "always", "busybox", "true").succeeded()
                for supervisor in skiff.supervisors { try ProcessDescriptor(pid: supervisor.id).send(.kill) }
                #expect(try eventually { skiff.supervisors.isEmpty })
                let lines = try skiff.run("system", "start").succeeded().lines
                for (life, name) in zip(Self.lives, names) {
                    #expect(lines.contains("container \(name): started") == life.runsAfterwards, "\(life): \(lines)")
                    #expect(try skiff.inspect(name)["State"]["Running"].boolean == life.runsAfterwards, "\(life)")
                }
                #expect(try skiff.inspect(created)["State"]["Status"].string == "created")
                #expect(try skiff.run("system", "start").text == "nothing to recover")
            }
        }

        @Test("starts the oldest first, and tells of one that can't be started without keeping the others from it")
        func failure() throws {
            try Skiff.withOwnRoot { skiff in
                let bound = "\(skiff.root)/bound"
                try Program("mkdir", [bound]).run().succeeded()
                let names = (0..<3).map { _ in Skiff.newName() }
                for name in names {
                    let mount = name == names[1] ? ["--mount", "type=bind,src=\(bound),dst=/bound"] : []
                    let words = ["run", "-d", "--name", name, "--restart", "always"] + mount
                    try skiff.run(words + ["busybox", "sleep", "1000"]).succeeded()
                }
                for supervisor in skiff.supervisors { try ProcessDescriptor(pid: supervisor.id).send(.kill) }
                #expect(try eventually { skiff.supervisors.isEmpty })
                try Program("rmdir", [bound]).run().succeeded()
                let result = try skiff.run("system", "start")
                #expect(result.exitCode == 1)
                let cause = "recorded its end: killed: its supervisor was killed"
                let recorded = names.map { "container \($0): \(cause)" }
                let started = [names[0], names[2]].map { "container \($0): started" }
                #expect(result.lines.filter { !$0.contains("cgroup") } == recorded + started, "\(result)")
                #expect(result.errorText.hasPrefix("skiff: cannot start container \(names[1]): "), "\(result)")
            }
        }
    }
}
