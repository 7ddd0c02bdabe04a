import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Standard streams")
    struct StreamTests {
        private let skiff = Skiff.current

        @Test("output and errors come apart")
        func apart() throws {
            let result = try skiff.shell([], "echo out; echo err >&2; printf 'no end'")
            #expect(result.text == "out\nno end")
            #expect(result.errorText == "err")
        }

        @Test("50 MB of any bytes pass both ways unchanged")
        func binary() throws {
            let bytes = Self.noise(50_000_000)
            let result = try skiff.run(["run", "--rm", "-i", "busybox", "cat"], input: bytes, within: .seconds(120))
            #expect(result.exitCode == 0)
            #expect(result.error.isEmpty)
            #expect(result.output.count == bytes.count)
            #expect(result.output == bytes)
        }

        @Test("50 MB come in whole, and as much goes out by both streams at once")
        func oneWay() throws {
            let bytes = Self.noise(50_000_000)
            #expect(try skiff.run(["run", "--rm", "-i", "busybox", "wc", "-c"], input: bytes, within: .seconds(120)).text == "50000000")
            let script = "head -c 25000000 /dev/zero & head -c 25000000 /dev/zero >&2; wait"
            let result = try skiff.run(["run", "--rm", "busybox", "sh", "-c", script], within: .seconds(120))
            #expect([result.output.count, result.error.count] == [25_000_000, 25_000_000])
        }

        @Test("without -i standard input is empty")
        func noInput() throws {
            let result = try skiff.run(["run", "--rm", "busybox", "wc", "-c"], input: Array("lost".utf8))
            #expect(result.text == "0")
        }

        @Test("a command that reads no input is not waited for")
        func unreadInput() throws {
            #expect(try skiff.run(["run", "--rm", "-i", "busybox", "true"], input: Self.noise(5_000_000)).exitCode == 0)
        }

        @Test("the end of input is passed on while output goes on")
        func endOfInput() throws {
            var running = try skiff.start("run", "--rm", "-i", "busybox", "sh", "-c", "cat; echo after")
            try running.write("before\n")
            try running.output.wait(for: "before\n")
            running.closeInput()
            try running.output.wait(for: "before\nafter\n")
            #expect(try running.waitForEnd() == 0)
        }

        @Test("when skiff's own output is closed the container runs on, and goes with its end")
        func closedOutput() throws {
            let before = try HostSnapshot(of: skiff)
            let name = Skiff.newName()
            let words = skiff.program(["run", "--rm", "--init", "--name", name, "busybox", "sh", "-c", "while echo y; do sleep 0.05; done"])
            var shell = Program("/bin/bash", ["-c", #""$@" | head -n 2"#, "bash", words.path] + words.arguments)
            shell.environment = words.environment
            var running = try shell.start()
            try running.output.wait(for: "y\ny\n")
            #expect(try skiff.inspect(name)["State"]["Running"].boolean == true)
            try skiff.run("stop", name).succeeded()
            #expect(try HostSnapshot.lastingDifferences(of: skiff, since: before) == [])
            #expect(try running.waitForEnd() == 0)
        }

        /// The same bytes each time, and all of them occur (xorshift).
        private static func noise(_ count: Int) -> [UInt8] {
            var state: UInt64 = 0x9E37_79B9_7F4A_7C15
            return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                for index in 0..<count {
                    state ^= state << 13
                    state ^= state >> 7
                    state ^= state << 17
                    buffer[index] = UInt8(truncatingIfNeeded: state)
                }
                initialized = count
            }
        }
    }
}
