import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// Several do something with the same container at the same time: any order
    /// of what they do is right, and nothing else.
    @Suite("At the same time", .timeLimit(.minutes(10)))
    struct LifecycleRaceTests {
        private let skiff = Skiff.current

        /// Runs a script of bash, in which `$skiff` is the program and `$1` …
        /// the arguments; answers its lines.
        private func shell(_ skiff: Skiff, _ script: String, _ arguments: [String]) throws -> [String] {
            let program = skiff.program([])
            var shell = Program("/bin/bash", ["-c", "skiff=$0; " + script, program.path] + arguments)
            shell.environment = program.environment
            return try shell.run(within: .seconds(300)).lines
        }

        @Test("64 containers are started at once")
        func starts() throws {
            try Skiff.withOwnRoot { skiff throws in
                let before = try HostSnapshot(of: skiff)
                let script = """
                    for i in $(seq 64); do $skiff create --name c$i busybox sleep 1000 > /dev/null || echo failed; done
                    for i in $(seq 64); do $skiff start c$i & done | sort | uniq | wc -l
                    $skiff ps -q | wc -l
                    for i in $(seq 64); do $skiff rm -f c$i & done | sort | uniq | wc -l
                    """
                #expect(try shell(skiff, script, []) == ["64", "64", "64"])
                try skiff.expectHost(unchangedSince: before)
            }
        }

        @Test("ten start the same container: one does, all are content")
        func sameStart() throws {
            try skiff.withCreated([], ["sh", "-c", "echo x; exec sleep 1000"]) { container throws in
                let script = "for i in $(seq 10); do $skiff start $1 2>&1 & done; wait"
                let lines = try shell(skiff, script, [container.name])
                #expect(lines == [String](repeating: container.name, count: 10))
                #expect(try eventually { try skiff.run("logs", container.name).lines == ["x"] })
            }
        }

        @Test("a start and a removal, a start and a stop")
        func startAndRemove() throws {
            let before = try HostSnapshot(of: skiff)
            for round in 0..<10 {
                let name = Skiff.newName()
                try skiff.run("create", "--name", name, "busybox", "sleep", "1000").succeeded()
                let verb = round % 2 == 0 ? "rm -f" : "stop -t 0"
                let script = "$skiff start $1 2>&1 & sleep 0.0$2; $skiff \(verb) $1 2>&1; wait"
                let lines = try shell(skiff, script, [name, "\(round)"])
                for line in lines where line != name {
                    #expect(line == "skiff: no such container: \(name)", "\(lines)")
                }
                _ = try skiff.run("rm", "-f", name)
            }
            try skiff.expectHost(unchangedSince: before)
        }

        @Test("100 commands at once in one container")
        func executions() throws {
            try skiff.withContainer { container throws in
                let supervisor = try skiff.supervisor(of: container.id)
                let before = HostFile.names(in: "/proc/\(supervisor)/fd").count
                let script = "for i in $(seq 100); do $skiff exec $1 sh -c \"echo $i; exit 0\" 2>&1 & done; wait"
                let lines = try shell(skiff, script, [container.name])
                #expect(lines.compactMap { Int($0) }.sorted() == Array(1...100), "\(lines)")
                #expect(try eventually { HostFile.names(in: "/proc/\(supervisor)/fd").count <= before })
            }
        }

        @Test("a command and the end of its container")
        func executionAndEnd() throws {
            for round in 0..<10 {
                try skiff.withContainer([], ["sh", "-c", "sleep 0.\(round)"]) { container throws in
                    let script = "for i in 1 2 3 4 5 6; do $skiff exec $1 true 2>&1 || echo $?; done"
                    for line in try shell(skiff, script, [container.name]) {
                        let isKnown =
                            ["1", "125", "137"].contains(line) || line.contains("not running")
                            || line.contains("just ended") || line.contains("ended with container")
                            || line.contains("whose first one has ended") || line.contains("no such process")
                        #expect(isKnown, "\(line)")
                    }
                    #expect(try skiff.run("wait", container.name).text == "0")
                }
            }
        }

        @Test("a start that is killed at any moment leaves a container that starts, or one that runs")
        func killedStart() throws {
            let before = try HostSnapshot(of: skiff)
            for round in 1...15 {
                try skiff.withCreated { container throws in
                    var start = try skiff.start("start", container.name)
                    #expect(try !eventually(within: .milliseconds(round * 4)) { false })
                    try start.send(.kill)
                    _ = try start.waitForEnd()
                    let again = try skiff.program(["start", container.name]).run(within: .seconds(30))
                    #expect(again.exitCode == 0, "\(round): \(again)")
                    #expect(try container.status() == "running", "\(round)")
                }
            }
            try skiff.expectHost(unchangedSince: before)
        }

        @Test("a creation that is killed at any moment leaves nothing, or what rm removes")
        func killedCreation() throws {
            try Skiff.withOwnRoot { skiff throws in
                let before = try HostSnapshot(of: skiff)
                for round in 1...15 {
                    let name = "killed-\(round)"
                    var create = try skiff.start("create", "--name", name, "busybox", "true")
                    #expect(try !eventually(within: .milliseconds(round * 2)) { false })
                    try create.send(.kill)
                    _ = try create.waitForEnd()
                    // Whatever is there, the name is free afterwards.
                    _ = try skiff.run("rm", "-f", name)
                    try skiff.run("create", "--name", name, "busybox", "true").succeeded()
                    try skiff.run("rm", name).succeeded()
                }
                try skiff.expectHost(unchangedSince: before)
            }
        }
    }
}
