import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("pause, rename and update")
    struct PauseTests {
        private let skiff = Skiff.current
        private static let counting = ["sh", "-c", "echo ready; while :; do echo tick; sleep 0.05; done"]

        @Test("nothing of a paused container moves until it is let go on")
        func pause() throws {
            try skiff.withContainer([], Self.counting) { container throws in
                try container.untilReady()
                #expect(try skiff.run("pause", container.name).text == container.name)
                #expect(try container.status() == "paused")
                let count = try skiff.run("logs", container.name).lines.count
                #expect(
                    try !eventually(within: .milliseconds(400)) {
                        try skiff.run("logs", container.name).lines.count > count + 1
                    })
                #expect(try skiff.run("unpause", container.name).text == container.name)
                #expect(try eventually { try skiff.run("logs", container.name).lines.count > count + 1 })
                #expect(try container.status() == "running")
            }
        }

        @Test("pausing twice, going on twice, and both of what doesn't run are refused with the state")
        func refused() throws {
            try skiff.withContainer { container throws in
                let running = try skiff.run("unpause", container.name)
                #expect(running.exitCode == 1 && running.errorText.contains("not paused"), "\(running)")
                try skiff.run("pause", container.name).succeeded()
                let paused = try skiff.run("pause", container.name)
                #expect(paused.exitCode == 1 && paused.errorText.contains("already paused"), "\(paused)")
                for verb in ["attach", "start"] {
                    let result = try skiff.run(verb, container.name)
                    #expect(result.exitCode == 1 && result.errorText.contains("paused"), "\(result)")
                }
                try skiff.run("stop", "-t", "0", container.name).succeeded()
                for verb in ["pause", "unpause"] {
                    let ended = try skiff.run(verb, container.name)
                    #expect(ended.exitCode == 1 && ended.errorText.contains("not running"), "\(ended)")
                }
            }
        }

        @Test("a paused container hears stop and kill", arguments: ["stop", "kill", "restart"])
        func end(verb: String) throws {
            try skiff.withContainer([], ["sh", "-c", "trap 'exit 9' TERM; echo ready; while :; do sleep 0.05; done"]) {
                container throws in
                try container.untilReady()
                try skiff.run("pause", container.name).succeeded()
                try skiff.run(verb, container.name).succeeded()
                if verb == "restart" { return #expect(try container.status() == "running") }
                #expect(try skiff.run("wait", container.name).text == (verb == "stop" ? "9" : "137"))
            }
        }

        @Test("a renamed container is found by its new name alone")
        func rename() throws {
            try skiff.withContainer { container throws in
                let other = Skiff.newName()
                try skiff.run("rename", container.name, other).succeeded()
                #expect(try skiff.inspect(other)["Name"].string == "/" + other)
                #expect(try skiff.run("inspect", container.name).exitCode == 1)
                #expect(try skiff.run("ps").text.contains(other))
                for bad in [other, "a b", ""] {
                    #expect(try skiff.run("rename", other, bad).exitCode != 0, "\(bad)")
                }
                try skiff.withCreated { taken throws in
                    let result = try skiff.run("rename", other, taken.name)
                    #expect(result.exitCode == 1 && result.errorText.contains("in use"), "\(result)")
                }
                // What withContainer removes at the end.
                try skiff.run("rename", other, container.name).succeeded()
            }
        }

        @Test("of two who want a name one gets it")
        func renameRace() throws {
            try skiff.withCreated { first throws in
                try skiff.withCreated { second throws in
                    for _ in 0..<5 {
                        let name = Skiff.newName()
                        let a = try skiff.start("rename", first.id, name)
                        let b = try skiff.start("rename", second.id, name)
                        let codes = [try a.finish().exitCode, try b.finish().exitCode]
                        #expect(codes.sorted() == [0, 1])
                        let winner = codes[0] == 0 ? first : second
                        #expect(try skiff.inspect(name)["Id"].string == winner.id)
                        #expect(try winner.inspection()["Name"].string == "/" + name)
                    }
                    // What withCreated removes at the end.
                    try skiff.run("rename", first.id, first.name).succeeded()
                    try skiff.run("rename", second.id, second.name).succeeded()
                }
            }
        }

        @Test("update changes the kernel's limits at once, and those of later starts")
        func update() throws {
            try skiff.withContainer(["-m", "64m", "--pids-limit", "50", "--restart", "no"]) { container throws in
                let options = ["-m", "128m", "--pids-limit", "20", "--cpus", "0.5", "--restart", "on-failure:3"]
                #expect(try skiff.run(["update"] + options + [container.name]).text == container.name)
                for _ in 0..<2 {
                    let limits = try skiff.run("limits", container.name).succeeded().text
                    for text in ["\(128 << 20)", "20", "50000"] { #expect(limits.contains(text), "\(text): \(limits)") }
                    #expect(try container.inspection()["HostConfig"]["Memory"].number == 128 << 20)
                    try skiff.run("restart", "-t", "0", container.name).succeeded()
                }
            }
        }

        @Test("bad values are refused and change nothing")
        func badUpdate() throws {
            try skiff.withContainer(["-m", "64m"]) { container throws in
                let bad = [
                    ["-m", "1k"], ["-m", "x"], ["--cpus", "-1"], ["--cpus", "1000"], ["--restart", "sometimes"],
                    ["--restart", "on-failure:-1"], ["--cpuset-cpus", "99"], [],
                ]
                for options in bad {
                    let result = try skiff.run(["update"] + options + [container.name])
                    #expect(result.exitCode != 0 && !result.error.isEmpty, "\(options) \(result)")
                }
                #expect(try container.inspection()["HostConfig"]["Memory"].number == 64 << 20)
                #expect(try container.status() == "running")
                #expect(try skiff.run("update", "-m", "128m", "nobody-here").exitCode == 1)
            }
        }

        @Test("what doesn't run is updated for its next start")
        func updateStopped() throws {
            try skiff.withCreated(["-m", "64m"]) { container throws in
                try skiff.run("update", "-m", "96m", container.name).succeeded()
                try skiff.run("start", container.name).succeeded()
                #expect(try container.inspection()["HostConfig"]["Memory"].number == 96 << 20)
            }
        }
    }
}
