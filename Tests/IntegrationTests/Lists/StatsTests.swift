import TestSupport
import Testing

extension IntegrationTests {
    @Suite("What containers use")
    struct StatsTests {
        private let skiff = Skiff.current

        private func rows(_ words: [String]) throws -> [JSON] {
            let words = ["stats", "--no-stream", "--format", "json"] + words
            return try skiff.run(words).succeeded().lines.map { try JSON(parsing: $0) }
        }

        @Test("a busy container's share of a processor, its memory, processes and traffic")
        func busy() throws {
            try skiff.withContainer(["-m", "64m", "--cpus", "0.5"], ["sh", "-c", "while :; do :; done"]) {
                container throws in
                let row = try #require(try rows([container.name]).first)
                #expect(row["Name"].string == container.name && row["Container"].string == container.name)
                #expect(row["ID"].string == String(container.id.prefix(12)))
                let share = Double((row["CPUPerc"].string ?? "").dropLast()) ?? 0
                #expect(share > 5 && share < 70, "\(row)")
                #expect(row["MemUsage"].string?.hasSuffix(" / 64MiB") == true)
                #expect(row["PIDs"].string == "1")
                #expect(row["NetIO"].string == "0B / 0B")
            }
        }

        @Test("the host's traffic is nobody's, and one that doesn't run uses nothing")
        func absent() throws {
            try skiff.withContainer(["--network", "host"]) { container throws in
                #expect(try rows([container.id])[0]["NetIO"].string == "-- / --")
            }
            try skiff.withContainer([], ["true"]) { container throws in
                try skiff.run("wait", container.id).succeeded()
                #expect(try rows([container.name])[0]["CPUPerc"].string == "--")
                #expect(try !rows([]).contains { $0["Name"].string == container.name })
                #expect(try rows(["--all"]).contains { $0["Name"].string == container.name })
            }
            let unknown = try skiff.run("stats", "--no-stream", "nobody")
            #expect(unknown.exitCode == 1 && unknown.errorText == "skiff: no such container: nobody")
        }

        @Test("a terminal of 80 columns has the table redrawn in its place, and no line wraps")
        func live() throws {
            try skiff.withContainer { container throws in
                var pty = try Pty(rows: 24, columns: 80)
                var running = try pty.start(skiff.program(["stats", container.name]))
                // The second table begins by going up over the first one.
                try pty.screen.wait(for: "\u{1b}[2A")
                try pty.type("\u{3}")
                #expect(try running.waitForEnd() == 130)
                let text = pty.screen.text
                #expect(text.hasPrefix("\rNAME"))
                let lines = text.split(separator: "\r\n").map { line in
                    line.replacing("\r", with: "").replacing("\u{1b}[K", with: "").replacing("\u{1b}[J", with: "")
                }
                #expect(lines.allSatisfy { $0.count <= 80 })
                #expect(lines.contains { $0.hasPrefix(container.name) })
            }
        }
    }
}
