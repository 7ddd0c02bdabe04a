import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("After a kill -9 of everything")
    struct RecoverTests {
        private let skiff = Skiff.current

        @Test("the next ps says exited, and the end is recorded with its event, once")
        func notices() throws {
            let cursor = try skiff.lastCursor()
            try skiff.withContainer(["--init"], ["sh", "-c", "sleep 1000 & sleep 1000"]) { container in
                try skiff.killSupervisor(of: container)
                let words = ["ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.State}}"]
                #expect(try skiff.run(words).lines.contains("\(container.id) exited"))
                let state = try HostFile.text("\(skiff.root)/containers/\(container.id)/state.json")
                #expect(state.contains("its supervisor was killed"))
                #expect(try deaths(of: container.id, since: cursor) == ["137"])
                #expect(groups(of: container.id).isEmpty)
                #expect(try skiff.run("system", "recover").text == "nothing to recover")
                #expect(try skiff.run("logs", container.id).exitCode == 0)
            }
        }

        @Test("a container whose configuration is damaged can be removed, with the group of a start that was killed")
        func damagedConfiguration() throws {
            try skiff.withContainer { container in
                try skiff.killSupervisor(of: container)
                let directory = "\(skiff.root)/containers/\(container.id)"
                try skiff.run("wait", container.id).succeeded()
                try HostFile.write("{\"linux\":{\"cgr", to: "\(directory)/config.json")
                let hierarchies = HostFile.names(in: "/sys/fs/cgroup").filter { $0 != "unified" }
                let group = "/sys/fs/cgroup/\(hierarchies.contains("pids") ? "pids/" : "")skiff-\(container.id)"
                try #require(mkdir(group, 0o755) == 0)
                try skiff.run("rm", "--force", container.id).succeeded()
                #expect(groups(of: container.id).isEmpty)
                #expect(!HostFile.exists(directory))
            }
        }

        @Test("what can't be recovered is told by the exit code, too")
        func failure() throws {
            try skiff.withContainer { container in
                try skiff.killSupervisor(of: container)
                let file = "\(skiff.root)/containers/\(container.id)/state.json"
                let text = try HostFile.text(file)
                try HostFile.write("nonsense", to: file)
                let result = try skiff.run("system", "recover")
                #expect(result.exitCode == 1 && result.text.hasPrefix("container \(container.name): not recovered: "))
                try HostFile.write(text, to: file)
                #expect(try skiff.run("system", "recover").exitCode == 0)
            }
        }

        @Test("'system recover' tells what it did, a line each, however many do it at once")
        func atOnce() throws {
            let cursor = try skiff.lastCursor()
            let names = (0..<4).map { _ in Skiff.newName() }
            let ids = try names.map { name in
                let options = name == names[3] ? ["--rm"] : []
                return try skiff.run(["run", "-d", "--name", name] + options + ["busybox", "sleep", "1000"])
                    .succeeded().text
            }
            for supervisor in skiff.supervisors { try ProcessDescriptor(pid: supervisor.id).send(.kill) }
            #expect(try eventually { skiff.supervisors.isEmpty })
            let script = (0..<5).map { _ in "\"$0\" system recover &" }.joined(separator: " ") + " wait"
            let shell = Program(
                "/bin/sh", ["-c", script, "\(Installation.executables)/skiff"],
                environment: Program.plainEnvironment + ["SKIFF_ROOT=\(skiff.root)"])
            let lines = try shell.run().succeeded().lines
            for name in names {
                let recorded = "container \(name): recorded its end: killed: its supervisor was killed"
                #expect(lines.filter { $0 == recorded }.count == 1, "\(lines)")
            }
            #expect(lines.contains("container \(names[3]): removed, as --rm asked"))
            for id in ids {
                #expect(try deaths(of: id, since: cursor) == ["137"])
                #expect(groups(of: id).isEmpty)
            }
            let directories = HostFile.names(in: "\(skiff.root)/containers")
            #expect(ids.map { directories.contains($0) } == [true, true, true, false])
            try skiff.run(["rm"] + names.dropLast()).succeeded()
            let events = try skiff.events(since: cursor)
            for id in ids {
                #expect(events.filter { $0.id == id }.map(\.action) == ["create", "start", "die", "destroy"])
            }
        }

        @Test("a container of the last start of the host is told as such")
        func hostRestart() throws {
            try skiff.withContainer { container in
                try skiff.killSupervisor(of: container)
                let file = "\(skiff.root)/containers/\(container.id)/state.json"
                let boot = try HostFile.text("/proc/sys/kernel/random/boot_id")
                let text = try HostFile.text(file)
                #expect(text.contains(boot))
                try HostFile.write(text.replacing(boot, with: "00000000-0000-0000-0000-000000000000"), to: file)
                let state = try container.inspection()["State"]
                #expect(state["ExitCode"].number == 255)
                #expect(state["Cause"].string == "ended: the host was restarted")
                #expect(try skiff.run("wait", container.id).text == "255")
            }
        }

        @Test("'wait' tells the end of a lost container that was to be removed")
        func waitForRemoved() throws {
            let name = Skiff.newName()
            let id = try skiff.run("run", "-d", "--rm", "--name", name, "busybox", "sleep", "1000").succeeded().text
            let wait = try skiff.start("wait", name)
            for supervisor in skiff.supervisors { try ProcessDescriptor(pid: supervisor.id).send(.kill) }
            let result = try wait.finish()
            #expect(result.text == "137", "\(result)")
            #expect(try eventually { !HostFile.exists("\(skiff.root)/containers/\(id)") })
        }

        @Test("nothing is left, and each event has its other half, whatever was killed when")
        func random() throws {
            try Skiff.withOwnRoot { skiff in
                let before = try HostSnapshot(of: skiff)
                for round in 0..<25 {
                    let run = try skiff.start("run", "--rm", "--label", "round=\(round)", "busybox", "sleep", "0.02")
                    usleep(.random(in: 0...40_000))
                    if round % 2 == 0 { try? run.send(.kill) }
                    if round % 3 != 1 {
                        for supervisor in skiff.supervisors {
                            // It may have ended meanwhile.
                            try? ProcessDescriptor(pid: supervisor.id).send(.kill)
                        }
                    }
                    _ = try run.finish()
                }
                #expect(try eventually { skiff.supervisors.isEmpty })
                try skiff.run("system", "recover").succeeded()
                let events = try skiff.events(since: "c0").filter { $0.type == "container" }
                let left = try skiff.run("ps", "-aq", "--no-trunc").succeeded().lines
                for (id, life) in Dictionary(grouping: events, by: \.id) {
                    let actions = life.map(\.action)
                    #expect(
                        actions.filter { $0 == "start" }.count == actions.filter { $0 == "die" }.count, "\(actions)")
                    #expect(actions.filter { $0 == "create" }.count == 1)
                    #expect(actions.filter { $0 == "destroy" }.count == (left.contains(id) ? 0 : 1), "\(actions)")
                    #expect(actions == ["create", "start", "die", "destroy"].filter(actions.contains))
                }
                // Those whose 'run' was killed before it could start them. What was half made
                // a moment ago might still be somebody's work, and is left to who asks.
                for id in HostFile.names(in: "\(skiff.root)/containers") {
                    try skiff.run("rm", "--force", id).succeeded()
                }
                try skiff.expectHost(unchangedSince: before)
            }
        }

        private func deaths(of id: String, since cursor: String) throws -> [String?] {
            try skiff.events(since: cursor).filter { $0.id == id && $0.action == "die" }.map {
                $0.attributes["exitCode"]
            }
        }

        /// The container's groups, on whatever hierarchy.
        private func groups(of id: String) -> [String] {
            let top = "/sys/fs/cgroup"
            return ([top] + HostFile.names(in: top).map { "\(top)/\($0)" }).map { "\($0)/skiff-\(id)" }
                .filter(HostFile.exists)
        }
    }
}
