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

        @Test(
            "the last lines are asked for by number",
            arguments: [("0", 0), ("1", 1), ("3", 3), ("1000", 10), ("all", 10)])
        func tail(number: String, count: Int) throws {
            try skiff.withContainer([], ["seq", "10"]) { container in
                try skiff.run("wait", container.id).succeeded()
                let lines = try skiff.run("logs", "--tail", number, container.id).lines
                #expect(lines == (1...10).suffix(count).map { "\($0)" })
            }
        }

        @Test("following goes on until the container ends")
        func follow() throws {
            try skiff.withContainer([], ["sh", "-c", "for i in 1 2 3 4 5; do echo line $i; sleep 0.2; done"]) {
                container in
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
                    #expect(
                        time >= inspection["StartedAt"].string ?? "~" && time <= inspection["FinishedAt"].string ?? "",
                        "\(line)")
                }
            }
        }

        @Test("a long line and one without an end come out whole")
        func longLine() throws {
            try skiff.withContainer([], ["sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x; echo; printf y"]) {
                container in
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

        @Test("what asks without a line feed is seen by who follows")
        func prompt() throws {
            try skiff.withContainer([], ["sh", "-c", "printf 'name? '; sleep 100"]) { container in
                var running = try skiff.start("logs", "-f", container.id)
                try running.output.wait(for: "name? ")
            }
        }

        @Test("every byte comes back")
        func binary() throws {
            let script = "i=0; while [ $i -lt 256 ]; do printf \"\\\\x$(printf %x $i)\"; i=$((i+1)); done"
            try skiff.withContainer([], ["sh", "-c", script]) { container in
                try skiff.run("wait", container.id).succeeded()
                #expect(try skiff.run("logs", container.id).output == Array(0...255))
            }
        }

        @Test("a time leaves out what was written before or after")
        func sinceAndUntil() throws {
            try skiff.withContainer([], ["sh", "-c", "for i in 1 2 3 4 5; do echo $i; sleep 0.05; done"]) { container in
                try skiff.run("wait", container.id).succeeded()
                let times = try skiff.run("logs", "-t", container.id).lines.map { String($0.prefix { $0 != " " }) }
                #expect(times.allSatisfy { $0.utf8.count == 30 })
                let since = try skiff.run("logs", "--since", times[1], "--until", times[3], container.id)
                #expect(since.lines == ["2", "3", "4"])
                #expect(try skiff.run("logs", "--until", times[3], "--tail", "2", container.id).lines == ["3", "4"])
                #expect(try skiff.run("logs", "--since", "10m", container.id).lines.count == 5)
                #expect(try skiff.run("logs", "--until", "10m", container.id).lines.isEmpty)
                let refused = try skiff.run("logs", "--since", "soon", container.id)
                #expect(refused.exitCode == 1 || refused.exitCode == 125)
                #expect(refused.errorText.contains("must be a time"))
            }
        }

        @Test("following ends at the time until which it goes")
        func followUntil() throws {
            try skiff.withContainer([], ["sh", "-c", "echo a; sleep 100"]) { container in
                let result = try skiff.run("logs", "-f", "--until", "-1s", container.id)
                #expect(result.exitCode == 0)
                #expect(result.lines == ["a"])
                #expect(try container.inspection()["State"]["Running"].boolean == true)
            }
        }

        @Test("labels and variables stand before each line when they are asked for")
        func details() throws {
            let options = ["--label", "team=a b", "-e", "X=1", "--log-opt", "labels=team", "--log-opt", "env=X"]
            try skiff.withContainer(options, ["sh", "-c", "echo one; echo two"]) { container in
                try skiff.run("wait", container.id).succeeded()
                #expect(
                    try skiff.run("logs", "--details", container.id).lines == ["X=1,team=a+b one", "X=1,team=a+b two"])
                #expect(try skiff.run("logs", container.id).lines == ["one", "two"])
            }
        }

        @Test("times stand before lines, not in them")
        func timesOfPieces() throws {
            try skiff.withContainer([], ["sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x"]) { container in
                try skiff.run("wait", container.id).succeeded()
                #expect(try skiff.run("logs", "-t", container.id).text.utf8.count == 100_031)
            }
        }
    }
}
