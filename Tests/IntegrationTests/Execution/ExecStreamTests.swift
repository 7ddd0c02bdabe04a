import Crypto
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("What goes through exec")
    struct ExecStreamTests {
        private let skiff = Skiff.current

        @Test("both streams come out apart")
        func streams() throws {
            try skiff.withContainer { container throws in
                let result = try skiff.run("exec", container.name, "sh", "-c", "echo out; echo err >&2; printf end")
                #expect(result.text == "out\nend" && result.errorText == "err", "\(result)")
            }
        }

        @Test("50 MB of any bytes go in and come out as they were")
        func binary() throws {
            try skiff.withContainer { container throws in
                let block = (0..<65_536).map { _ in UInt8.random(in: 0...255) }
                var bytes = [UInt8]()
                for _ in 0..<800 { bytes += block }
                let program = skiff.program(["exec", "-i", container.name, "cat"])
                let result = try program.run(input: bytes, within: .seconds(180))
                #expect(result.exitCode == 0 && result.output.count == bytes.count)
                #expect(SHA256.hash(data: result.output) == SHA256.hash(data: bytes))
            }
        }

        @Test("input ends when ours does; without -i there is none")
        func input() throws {
            try skiff.withContainer { container throws in
                let count = try skiff.program(["exec", "-i", container.name, "wc", "-l"]).run(
                    input: Array("a\nb\n".utf8))
                #expect(count.text == "2")
                let none = try skiff.program(["exec", container.name, "wc", "-c"]).run(input: Array("a\nb\n".utf8))
                #expect(none.text == "0")
            }
        }

        @Test("a command that reads nothing of its input ends in the usual way")
        func unreadInput() throws {
            try skiff.withContainer { container throws in
                let input = [UInt8](repeating: 1, count: 1 << 20)
                let result = try skiff.program(["exec", "-i", container.name, "sh", "-c", "exit 3"]).run(input: input)
                #expect(result.exitCode == 3 && result.error.isEmpty, "\(result)")
            }
        }

        @Test("everything that was written before the end comes out")
        func outputBeforeEnd() throws {
            try skiff.withContainer { container throws in
                for _ in 0..<20 {
                    let result = try skiff.run("exec", container.name, "sh", "-c", "seq 5000; exit 9")
                    #expect(result.exitCode == 9 && result.lines.count == 5000)
                }
            }
        }

        @Test(
            "a process that it leaves behind with its output keeps nobody waiting",
            arguments: ["sleep 1000 &", "yes &"])
        func leftBehind(background: String) throws {
            try skiff.withContainer { container throws in
                let program = skiff.program(["exec", container.name, "sh", "-c", "echo first; \(background) exit 4"])
                let result = try program.run(within: .seconds(30))
                #expect(result.exitCode == 4)
                #expect(result.lines.first == "first")
            }
        }

        @Test("an endless output doesn't keep signals from the command")
        func interrupted() throws {
            try skiff.withContainer { container throws in
                var running = try skiff.start("exec", container.name, "yes")
                try running.output.wait(for: "y\ny\n")
                try running.send(.interrupt)
                try running.output.readToEnd()
                #expect(try running.waitForEnd() == 130)
            }
        }

        @Test("with -it it has a terminal of the size of ours, and ours is raw meanwhile")
        func terminal() throws {
            try skiff.withContainer { container throws in
                var pty = try Pty(rows: 31, columns: 71)
                let script = "stty size; tty; echo $TERM; read line; echo got $line; exit 6"
                var running = try pty.start(skiff.program(["exec", "-it", container.name, "sh", "-c", script]))
                for text in ["31 71", "/dev/pts/", "xterm"] { try pty.screen.wait(for: text) }
                #expect(try pty.isRaw())
                try pty.type("hello\r")
                try pty.screen.wait(for: "got hello")
                #expect(try running.waitForEnd() == 6)
                #expect(try !pty.isRaw())
            }
        }

        @Test("^C is typed, a resized window is resized inside, and the detach keys leave it running")
        func keys() throws {
            try skiff.withContainer { container throws in
                var pty = try Pty(rows: 24, columns: 80)
                let script = "trap 'echo caught' INT; trap 'stty size' WINCH; echo ready; while :; do sleep 0.1; done"
                let words = ["exec", "-it", "--detach-keys", "ctrl-a,x", container.name, "sh", "-c", script]
                var running = try pty.start(skiff.program(words))
                try pty.screen.wait(for: "ready")
                try pty.type("\u{3}")
                try pty.screen.wait(for: "caught")
                try pty.resize(rows: 40, columns: 100)
                try pty.screen.wait(for: "40 100")
                try pty.type("\u{1}x")
                _ = try running.waitForEnd()
                #expect(try !pty.isRaw())
                #expect(try container.status() == "running")
            }
        }

        @Test("-it without a terminal of ours is refused")
        func noTerminal() throws {
            try skiff.withContainer { container throws in
                let result = try skiff.run("exec", "-it", container.name, "true")
                #expect(result.exitCode == 1 && result.errorText.contains("not a terminal"), "\(result)")
            }
        }
    }
}
