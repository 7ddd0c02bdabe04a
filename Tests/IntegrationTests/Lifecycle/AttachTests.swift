import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("attach")
    struct AttachTests {
        private let skiff = Skiff.current

        @Test("all who are attached see the output, what one types arrives, and all get the exit code")
        func several() throws {
            let script = "echo ready; while read a; do echo got $a; [ $a != end ] || exit 5; done"
            try skiff.withContainer(["-i"], ["sh", "-c", script]) { container throws in
                try container.untilReady()
                var first = try skiff.start("attach", container.name)
                var second = try skiff.start("attach", container.name)
                // Whoever attaches sees what comes from then on: ask until both are there.
                try first.write("one\n")
                try first.output.wait(for: "got one")
                try second.write("two\n")
                try second.output.wait(for: "got two")
                try first.output.wait(for: "got two")
                try second.write("end\n")
                try first.output.wait(for: "got end")
                #expect(try first.waitForEnd() == 5)
                #expect(try second.waitForEnd() == 5)
            }
        }

        @Test("a visitor that is killed takes nothing along")
        func killed() throws {
            let script = "echo ready; while read a; do echo got $a; done"
            try skiff.withContainer(["-i"], ["sh", "-c", script]) { container throws in
                try container.untilReady()
                for word in ["one", "two"] {
                    var visitor = try skiff.start("attach", container.name)
                    try visitor.write("\(word)\n")
                    try visitor.output.wait(for: "got \(word)")
                    try visitor.send(.kill)
                    _ = try visitor.waitForEnd()
                    #expect(try container.status() == "running")
                }
            }
        }

        @Test("the end of a visitor's input is not that of a container in the background")
        func endOfInput() throws {
            try skiff.withContainer(["-i"], ["cat"]) { container throws in
                for word in ["one", "two"] {
                    var visitor = try skiff.start("attach", container.name)
                    try visitor.write("\(word)\n")
                    try visitor.output.wait(for: word)
                    visitor.closeInput()
                    #expect(try !eventually(within: .milliseconds(300)) { try container.status() != "running" })
                }
            }
        }

        @Test("the detach keys leave the container running", arguments: [nil, "ctrl-x,q"])
        func detach(keys: String?) throws {
            try skiff.withContainer(["-it"], ["sh", "-c", "echo ready; while read a; do echo got $a; done"]) {
                container throws in
                try container.untilReady()
                var pty = try Pty()
                let options = keys.map { ["--detach-keys", $0] } ?? []
                let cursor = try skiff.lastCursor()
                var visitor = try pty.start(skiff.program(["attach"] + options + [container.name]))
                // The first of the keys alone is typed like any other.
                try pty.type(keys == nil ? "a\u{10}b\r" : "a\u{18}b\r")
                try pty.screen.wait(for: "got a")
                try pty.type(keys == nil ? "\u{10}\u{11}" : "\u{18}q")
                #expect(try visitor.waitForEnd() == 0)
                #expect(try !pty.isRaw())
                #expect(try container.status() == "running")
                let told = try skiff.events(since: cursor).filter { $0.id == container.id }.map(\.action)
                #expect(told == ["attach", "resize", "detach"])
            }
        }

        @Test("--no-stdin types nothing, and its end is not the container's")
        func noInput() throws {
            try skiff.withContainer(["-i"], ["sh", "-c", "echo ready; read a; echo got $a; exit 3"]) {
                container throws in
                try container.untilReady()
                let cursor = try skiff.lastCursor()
                let deaf = try skiff.start("attach", "--no-stdin", container.name)
                try deaf.write("wrong\n")
                let isAttached = try eventually {
                    try skiff.events(since: cursor).contains { $0.id == container.id && $0.action == "attach" }
                }
                #expect(isAttached)
                var other = try skiff.start("attach", container.name)
                try other.write("right\n")
                try other.output.wait(for: "got right")
                #expect(try other.waitForEnd() == 3)
                #expect(try deaf.finish().exitCode == 3)
            }
        }

        @Test("signals go to the container, or with --sig-proxy=false end the visitor")
        func signals() throws {
            try skiff.withContainer(
                [], ["sh", "-c", "trap 'echo caught; exit 4' TERM; echo ready; while :; do sleep 0.05; echo .; done"]
            ) { container throws in
                try container.untilReady()
                var deaf = try skiff.start("attach", "--sig-proxy=false", container.name)
                try deaf.output.wait(for: ".")
                try deaf.send(.terminate)
                _ = try deaf.waitForEnd()
                #expect(try container.status() == "running")
                var visitor = try skiff.start("attach", container.name)
                try visitor.output.wait(for: ".")
                try visitor.send(.terminate)
                #expect(try visitor.waitForEnd() == 4)
            }
        }

        @Test("who isn't running is refused")
        func refused() throws {
            try skiff.withCreated { container throws in
                let result = try skiff.run("attach", container.name)
                #expect(result.exitCode == 1 && result.errorText.contains("not running"), "\(result)")
            }
            #expect(try skiff.run("attach", "nobody-here").errorText.contains("no such container: nobody-here"))
        }

        @Test("a slow visitor holds the container up at its pipe, and nothing is lost")
        func slow() throws {
            try skiff.withContainer(["-i"], ["sh", "-c", "echo ready; read a; seq 100000; exit 2"]) {
                container throws in
                try container.untilReady()
                let visitor = try skiff.start("attach", container.name)
                try visitor.write("go\n")
                #expect(try !eventually(within: .seconds(1)) { try container.status() == "exited" })
                let result = try visitor.finish()
                #expect(result.exitCode == 2 && result.lines == (1...100_000).map { "\($0)" })
                #expect(try skiff.run("logs", container.name).lines.count == 100_001)
            }
        }

        @Test("a container that has closed its terminal costs nothing")
        func closedTerminal() throws {
            let script = "exec </dev/null >/dev/null 2>&1; sleep 1000"
            try skiff.withContainer(["-t"], ["sh", "-c", script]) { container throws in
                let supervisor = try skiff.supervisor(of: container.id)
                let before = try Self.processorTime(of: supervisor)
                #expect(try !eventually(within: .seconds(2)) { try Self.processorTime(of: supervisor) > before + 30 })
            }
        }

        /// In hundredths of a second (proc_pid_stat(5), utime and stime).
        private static func processorTime(of process: Int32) throws -> Int {
            let fields = try HostFile.text("/proc/\(process)/stat").split(separator: ") ").last?.split(separator: " ")
            return fields.map { (Int($0[11]) ?? 0) + (Int($0[12]) ?? 0) } ?? 0
        }
    }
}
