import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Logs and events of a machine whose clock is set", .requiresOwnMachine)
    struct ClockRecordTests {
        private let skiff = Skiff.current
        private static let hour = 3600
        private static let counting = "i=0; while :; do i=$((i+1)); echo line $i; sleep 0.05; done"

        /// A line of `logs --timestamps`.
        private struct Line {
            let time: Timestamp
            let text: String

            init(_ text: String) throws {
                let parts = text.split(separator: " ", maxSplits: 1)
                guard parts.count == 2, let time = Timestamp(parsing: String(parts[0])) else {
                    throw TestFailure("no line with its time: \(text)")
                }
                self.time = time
                self.text = String(parts[1])
            }
        }

        private func count(_ container: RunningContainer) throws -> Int {
            try skiff.run("logs", "-n", "1", container.name).text.split(separator: " ").last.flatMap { Int($0) } ?? 0
        }

        /// Some more lines, enough to make a file of the log full.
        private func awaitLines(of container: RunningContainer) throws -> Timestamp {
            let before = try count(container)
            #expect(try eventually(within: .seconds(20)) { try count(container) >= before + 15 })
            let middle = Timestamp.now()
            #expect(try eventually(within: .seconds(20)) { try count(container) >= before + 30 })
            return middle
        }

        @Test("a log's lines stay in their order, and each is found by its time, whatever file it is in")
        func logs() throws {
            try MachineClock.restored {
                let options = ["--log-opt", "max-size=1k", "--log-opt", "max-file=1000"]
                try skiff.withContainer(options, ["sh", "-c", Self.counting]) { container throws in
                    let follower = try skiff.start("logs", "-f", container.name)
                    var moments = [try awaitLines(of: container)]
                    // Back, ahead of the truth, and right again.
                    for step in [-1, 2, -1] {
                        try MachineClock.move(by: step * Self.hour)
                        moments.append(try awaitLines(of: container))
                    }
                    try skiff.run("stop", "-t", "0", container.name).succeeded()
                    let all = try skiff.run("logs", "-t", container.name).succeeded().lines.map { try Line($0) }
                    #expect(all.map(\.text) == (1...all.count).map { "line \($0)" })
                    #expect(try follower.finish().lines == all.map(\.text))
                    #expect(try skiff.run("logs", "-n", "7", container.name).lines == all.suffix(7).map(\.text))
                    for moment in moments {
                        let since = try skiff.run("logs", "--since", "\(moment)", container.name).succeeded().lines
                        #expect(since == all.filter { $0.time >= moment }.map(\.text), "since \(moment)")
                        let until = try skiff.run("logs", "--until", "\(moment)", container.name).succeeded().lines
                        #expect(until == all.filter { $0.time <= moment }.map(\.text), "until \(moment)")
                    }
                }
            }
        }

        @Test("events have neither gap nor duplicate, for who follows and for who asks again and again")
        func events() throws {
            try MachineClock.restored {
                let cursor = try skiff.lastCursor()
                let follower = try skiff.start("events", "--since", cursor, "--format", "json")
                var asked = [PrintedEvent]()
                func ask() throws {
                    asked += try skiff.events(since: asked.last.map { "c\($0.cursor)" } ?? cursor)
                }
                let name = Skiff.newName()
                try skiff.run("run", "-d", "--name", name, "busybox", "sleep", "1000").succeeded()
                for step in [1, -2, 1] {
                    try ask()
                    try MachineClock.move(by: step * Self.hour)
                    try skiff.run("restart", "-t", "0", name).succeeded()
                    try skiff.run("volume", "create", "\(name)-\(step)").succeeded()
                    try skiff.run("volume", "rm", "\(name)-\(step)").succeeded()
                }
                try skiff.run("rm", "-f", name).succeeded()
                try ask()
                let last = try #require(asked.last)
                let first = try #require(Int(cursor.dropFirst()))
                #expect(asked.map(\.cursor) == Array(first + 1...last.cursor))
                #expect(last.action == "destroy")
                let until = ["events", "--since", cursor, "--until", "c\(last.cursor)", "--format", "json"]
                #expect(try PrintedEvent.parse(skiff.run(until).succeeded().lines) == asked)
                try follower.send(.interrupt)
                let followed = try PrintedEvent.parse(follower.finish().lines)
                #expect(followed == Array(asked.prefix(followed.count)) && followed.count >= asked.count - 1)
            }
        }

        @Test("events end when the clock has come to their end, however it came there")
        func eventsUntil() throws {
            try MachineClock.restored {
                let end = Timestamp(nanoseconds: Timestamp.now().nanoseconds + 1_800_000_000_000)
                let follower = try skiff.start("events", "--until", "\(end)")
                usleep(500_000)
                try MachineClock.move(by: Self.hour)
                #expect(try follower.finish(within: .seconds(20)).exitCode == 0)
            }
        }
    }
}
