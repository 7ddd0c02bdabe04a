import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    /// Containers go on whatever becomes of those who visit them.
    @Suite("Soak: visitors")
    struct VisitorSoakTests {
        /// A container that writes numbered lines, some a time, and ends with a code of its own.
        private struct Writer {
            let name = Skiff.newName()
            let exitCode: Int

            static let burst = 50
            static var bursts: Int { SoakSize.seconds * 2 }

            init(number: Int) {
                exitCode = 1 + number % 100
            }

            var words: [String] {
                let script = """
                    n=0; while [ $n -lt \(Self.bursts) ]; do
                    seq $((n * \(Self.burst) + 1)) $((n * \(Self.burst) + \(Self.burst))); n=$((n + 1)); sleep 0.5
                    done; exit \(exitCode)
                    """
                return ["--name", name, "--network", "none", "busybox", "sh", "-c", script]
            }

            /// Somebody who wants something of it.
            func visit(_ skiff: Skiff) -> Program {
                skiff.program(
                    [
                        ["logs", "--follow", name], ["attach", "--no-stdin", name], ["attach", name],
                        ["exec", name, "sleep", "1000"], ["exec", name, "seq", "100000"],
                        ["exec", "--detach", name, "sleep", "0.1"], ["logs", name], ["wait", name], ["inspect", name],
                        ["ps", "--all"],
                    ].randomElement() ?? [])
            }
        }

        @Test("killed at random they cost no line, no exit code, and leave nothing", .timeLimit(.minutes(30)))
        func visitors() throws {
            try Skiff.withOwnRoot { skiff in
                let before = try HostSnapshot(of: skiff)
                let writers = (0..<SoakSize.containers).map { Writer(number: $0) }
                var visitors = Visitors(most: 16 + SoakSize.containers)
                // Half of them by a command line that stays, and is killed sooner or later.
                for (number, writer) in writers.enumerated() {
                    if number % 2 == 0 {
                        try skiff.run(["run", "--detach"] + writer.words, within: SoakSize.patience).succeeded()
                    } else {
                        try visitors.admit(skiff.program(["run"] + writer.words))
                        try #require(try hasStarted(writer, skiff))
                    }
                }
                let follower = try skiff.start("logs", "--follow", writers[0].name)
                let end = Deadline(after: .seconds(SoakSize.seconds))
                while !end.isOver, let writer = writers.randomElement() {
                    try visitors.admit(writer.visit(skiff))
                    usleep(UInt32.random(in: 0...20_000))
                }
                visitors.dismiss()
                #expect(try follower.finish(within: SoakSize.patience).lines == expectedLines)
                for writer in writers { try expectWhole(writer, skiff) }
                try skiff.run(["rm"] + writers.map(\.name), within: SoakSize.patience).succeeded()
                try skiff.expectHost(unchangedSince: before)
            }
        }

        private var expectedLines: [String] { (1...Writer.bursts * Writer.burst).map { "\($0)" } }

        private func hasStarted(_ writer: Writer, _ skiff: Skiff) throws -> Bool {
            try eventually(within: .seconds(30)) {
                let result = try skiff.run("inspect", writer.name)
                return try result.exitCode == 0 && result.json()[0]["State"]["Status"].string != "created"
            }
        }

        private func expectWhole(_ writer: Writer, _ skiff: Skiff) throws {
            let code = try skiff.run(["wait", writer.name], within: SoakSize.patience).text
            #expect(code == "\(writer.exitCode)", "\(writer.name)")
            let lines = try skiff.run(["logs", writer.name], within: SoakSize.patience).lines
            let firstDifference = zip(lines, expectedLines).first { $0 != $1 }
            #expect(lines.count == expectedLines.count && firstDifference == nil, "\(writer.name)")
        }
    }
}
