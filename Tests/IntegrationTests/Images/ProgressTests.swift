import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The display of progress")
    struct ProgressTests {
        /// What stands on a terminal of that width after `load`, all that was drawn over included.
        private func load(_ image: FixtureImage, columns: UInt16) throws -> String {
            try Skiff.withOwnRoot(images: []) { skiff in
                var pty = try Pty(rows: 24, columns: columns)
                let words = try ["load", "-i", Installation.layout(of: image)]
                var running = try pty.start(skiff.program(words))
                #expect(try running.waitForEnd() == 0)
                try pty.screen.readToEnd()
                return pty.screen.text
            }
        }

        @Test(
            "a terminal has a line a layer at the end, and no line is wider than it", arguments: [UInt16(80), 40, 24])
        func terminal(columns: UInt16) throws {
            let screen = try load(.debian, columns: columns)
            let lines = screen.split(separator: "\r\n").map(String.init)
            #expect(lines.last == "Loaded image: debian:latest")
            #expect(lines.dropLast().last?.contains("Loaded") == true, "\(lines)")
            for line in lines.dropLast() {
                let shown = line.replacing(#/\u{1B}\[[0-9]*[A-Z]/#, with: "").replacing("\r", with: "")
                #expect(shown.count <= Int(columns), "\(line)")
            }
            // The cursor is where a shell's prompt goes, and was never hidden.
            #expect(!screen.contains("\u{1B}[?25"))
        }

        @Test("a program that reads gets what was loaded alone, and no escapes")
        func plain() throws {
            try Skiff.withOwnRoot(images: []) { skiff in
                let path = try Installation.layout(of: .busybox)
                #expect(try skiff.run("load", "-i", path).text == "Loaded image: busybox:latest")
            }
        }
    }
}
