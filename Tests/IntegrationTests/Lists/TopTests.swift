import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Processes of containers")
    struct TopTests {
        private let skiff = Skiff.current

        @Test(
            "top shows what ps(1) shows of them, without it",
            .enabled(if: HostFile.exists("/bin/ps") || HostFile.exists("/usr/bin/ps"), "needs ps(1)"))
        func own() throws {
            let script = "sleep 1000 & sh -c 'sleep 1001' 'a b' & exec sleep 1002"
            try skiff.withContainer(["-u", "1:2"], ["sh", "-c", script]) { container throws in
                #expect(try eventually { try skiff.run("top", container.name).lines.count == 4 })
                let lines = try skiff.run("top", container.name).succeeded().lines
                #expect(words(lines[0]) == ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"])
                let listing = try Program("ps", ["-ef"]).run().succeeded().lines.map { words($0) }
                for line in lines.dropFirst() {
                    let row = words(line)
                    let theirs = try #require(listing.first { $0[1] == row[1] })
                    // Its share of the processor may have changed meanwhile.
                    #expect(row[0] == theirs[0] && row[1...2] == theirs[1...2] && row[4...] == theirs[4...])
                }
                #expect(lines.contains { words($0)[1] == String(container.pid) && words($0)[0] == "daemon" })
            }
        }

        @Test("on a terminal of the container it names the terminal")
        func terminal() throws {
            try skiff.withContainer(["-t"]) { container throws in
                #expect(try words(skiff.run("top", container.id).lines[1])[5] == "pts/0")
            }
        }

        @Test(
            "options are for ps(1), whose rows of the container are kept",
            .enabled(if: HostFile.exists("/bin/ps") || HostFile.exists("/usr/bin/ps"), "needs ps(1)"))
        func options() throws {
            try skiff.withContainer { container throws in
                let top = { (options: [String]) in try skiff.run(["top", container.name] + options) }
                let pairs = try top(["-eo", "pid,cmd"]).succeeded().lines
                #expect(pairs.map { words($0) } == [["PID", "CMD"], ["\(container.pid)", "sleep", "1000"]])
                #expect(try words(top(["aux"]).succeeded().lines[0]).last == "COMMAND")
                let blind = try top(["-eo", "cmd"])
                #expect(blind.exitCode == 1 && blind.errorText.contains("has no PID"))
                let refused = try top(["--no-such-option"])
                #expect(refused.exitCode == 1 && refused.errorText.contains("'ps --no-such-option' failed"))
            }
        }

        @Test("a container that doesn't run, or isn't there, has no processes")
        func stopped() throws {
            try skiff.withContainer([], ["true"]) { container throws in
                try skiff.run("wait", container.id).succeeded()
                let result = try skiff.run("top", container.name)
                #expect(result.exitCode == 1)
                #expect(
                    result.errorText == "skiff: container \(container.name) is not running (exited): start it first")
            }
            #expect(try skiff.run("top", "nobody").errorText == "skiff: no such container: nobody")
        }

        private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
    }
}
