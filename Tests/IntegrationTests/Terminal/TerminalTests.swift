import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("With a terminal")
    struct TerminalTests {
        private let skiff = Skiff.current

        @Test("all three streams are a terminal of the size of ours, and it is the controlling one")
        func isTerminal() throws {
            var pty = try Pty(rows: 33, columns: 77)
            var running = try pty.start(skiff.program(["run", "--rm", "-it", "probe", "/probe", "--only", "process"]))
            #expect(try running.waitForEnd() == 0)
            try pty.screen.readToEnd()
            let terminal = try JSON(parsing: pty.screen.text)["process"]["terminal"]
            for key in ["stdin", "stdout", "stderr", "controlling"] { #expect(terminal[key].boolean == true, "\(key)") }
            #expect([terminal["rows"].number, terminal["columns"].number] == [33, 77])
        }

        @Test("the terminal inside is /dev/console, one of its own devpts")
        func console() throws {
            var pty = try Pty()
            var running = try pty.start(
                skiff.program([
                    "run", "--rm", "-it", "busybox", "sh", "-c",
                    "tty; ls -l /proc/self/fd/0; stat -c %t:%T /dev/console; echo $TERM",
                ]))
            #expect(try running.waitForEnd() == 0)
            try pty.screen.readToEnd()
            for text in ["/dev/pts/0", "-> /dev/pts/0", "88:0", "xterm"] {
                #expect(pty.screen.text.contains(text), "\(text)")
            }
        }

        @Test("a window that is resized is resized inside")
        func resize() throws {
            var pty = try Pty(rows: 24, columns: 80)
            var running = try pty.start(
                skiff.program([
                    // A shell that is about to read when the signal comes runs the trap after it has read.
                    "run", "--rm", "-it", "busybox", "sh", "-c",
                    "trap 'stty size' WINCH; stty size; while ! read -t 1 line; do :; done; exit 4",
                ]))
            try pty.screen.wait(for: "24 80")
            try pty.resize(rows: 50, columns: 132)
            try pty.screen.wait(for: "50 132")
            try pty.type("\n")
            #expect(try running.waitForEnd() == 4)
        }

        @Test("what is typed arrives, ^C interrupts and ^D ends the input")
        func typing() throws {
            var pty = try Pty()
            let script =
                "trap 'echo caught' INT; read line; echo got $line; while ! read line; do :; done; cat; echo end; exit 5"
            var running = try pty.start(
                skiff.program(["run", "--rm", "-it", "busybox", "sh", "-c", "echo ready; \(script)"]))
            try pty.screen.wait(for: "ready")
            try pty.type("hello\r")
            try pty.screen.wait(for: "got hello")
            try pty.type("\u{3}")
            try pty.screen.wait(for: "caught")
            try pty.type("x\ry\r\u{4}")
            try pty.screen.wait(for: "end")
            #expect(try running.waitForEnd() == 5)
        }

        @Test("^C ends what is not prepared for it")
        func interrupt() throws {
            var pty = try Pty()
            var running = try pty.start(
                skiff.program(["run", "--rm", "-it", "--init", "busybox", "sh", "-c", "echo ready; sleep 1000"]))
            try pty.screen.wait(for: "ready")
            try pty.type("\u{3}")
            #expect(try running.waitForEnd() == 130)
        }

        @Test(
            "our terminal is raw while the container runs, and as before afterwards",
            arguments: ["exit 0", "kill -9 $$; exit 3", "exit 7"])
        func rawMode(script: String) throws {
            var pty = try Pty()
            #expect(try !pty.isRaw())
            var running = try pty.start(
                skiff.program(["run", "--rm", "-it", "busybox", "sh", "-c", "echo ready; read line; \(script)"]))
            try pty.screen.wait(for: "ready")
            #expect(try pty.isRaw())
            try pty.type("\r")
            _ = try running.waitForEnd()
            #expect(try !pty.isRaw())
        }

        @Test("a start that fails leaves our terminal as it was")
        func failedStart() throws {
            var pty = try Pty()
            var running = try pty.start(skiff.program(["run", "--rm", "-it", "busybox", "no-such-command"]))
            #expect(try running.waitForEnd() == 127)
            #expect(try !pty.isRaw())
            try pty.screen.readToEnd()
            #expect(pty.screen.text.contains("no-such-command"))
        }

        @Test("-t without a terminal of ours gives the container one of its own, and -it is refused")
        func withoutTerminal() throws {
            let report = try skiff.run("run", "--rm", "-t", "probe", "/probe", "--only", "process").json()
            #expect(report["process"]["terminal"]["stdout"].boolean == true)
            let result = try skiff.run("run", "--rm", "-it", "busybox", "true")
            #expect(result.exitCode == 125)
            #expect(result.errorText.contains("not a terminal"))
        }

        @Test("a background container with a terminal logs what it shows")
        func detached() throws {
            try skiff.withContainer(["-t"], ["sh", "-c", "[ -t 1 ] && echo yes"]) { container throws in
                #expect(try skiff.run("wait", container.id).text == "0")
                #expect(try skiff.run("logs", container.id).text == "yes\r")
            }
        }
    }
}
