import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Logs")
    struct LogTests {
        private let skiff = Skiff.current

        @Test("both streams are kept, and come out apart")
        func streams() throws {
            try skiff.withContainer([], ["sh", "-c", "echo out; echo err >&2; printf 'no end'"]) { container in
                try skiff.run("wait", container.id).succeeded()
                let logs = try skiff.run("logs", container.id)
                #expect(logs.text == "out\nno end")
                #expect(logs.errorText == "err")
            }
        }

        @Test("the last lines are asked for by number", arguments: [("0", 0), ("1", 1), ("3", 3), ("1000", 10), ("all", 10)])
        func tail(number: String, count: Int) throws {
            try skiff.withContainer([], ["seq", "10"]) { container in
                try skiff.run("wait", container.id).succeeded()
                let lines = try skiff.run("logs", "--tail", number, container.id).lines
                #expect(lines == (1...10).suffix(count).map { "\($0)" })
            }
        }

        @Test("following goes on until the container ends")
        func follow() throws {
            try skiff.withContainer([], ["sh", "-c", "for i in 1 2 3 4 5; do echo line $i; sleep 0.2; done"]) { container in
                var running = try skiff.start("logs", "-f", container.id)
                try running.output.wait(for: "line 2")
                #expect(!running.output.text.contains("line 5"))
                let result = try running.finish()
                #expect(result.exitCode == 0)
                #expect(result.lines == (1...5).map { "line \($0)" })
            }
        }

        @Test("times are those of the lines")
        func timestamps() throws {
            try skiff.withContainer([], ["sh", "-c", "echo first; echo second"]) { container in
                try skiff.run("wait", container.id).succeeded()
                let lines = try skiff.run("logs", "-t", container.id).lines
                #expect(lines.count == 2)
                let inspection = try container.inspection()["State"]
                for line in lines {
                    let time = String(line.prefix { $0 != " " })
                    #expect(time >= inspection["StartedAt"].string ?? "~" && time <= inspection["FinishedAt"].string ?? "", "\(line)")
                }
            }
        }

        @Test("a long line and one without an end come out whole")
        func longLine() throws {
            try skiff.withContainer([], ["sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x; echo; printf y"]) { container in
                try skiff.run("wait", container.id).succeeded()
                let text = try skiff.run("logs", container.id).text
                #expect(text == String(repeating: "x", count: 100_000) + "\ny")
            }
        }

        @Test("a container that nobody follows is never held up")
        func unread() throws {
            try skiff.withContainer([], ["sh", "-c", "seq 200000; exit 3"]) { container in
                #expect(try skiff.run("wait", container.id).text == "3")
                let lines = try skiff.run("logs", container.id).lines
                #expect(lines.count == 200_000)
                #expect(lines.last == "200000")
            }
        }
    }
}
