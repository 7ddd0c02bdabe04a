import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Many times")
    struct ManyRunsTests {
        @Test("500 runs leave the host as it was", .timeLimit(.minutes(5)))
        func runs() throws {
            try Skiff.withOwnRoot { skiff in
                let before = try HostSnapshot(of: skiff)
                let filesBefore = try openFiles()
                let diskBefore = try diskUse(of: skiff)
                for round in 1...500 {
                    let result = try skiff.run("run", "--rm", "--network", "none", "busybox", "echo", "\(round)")
                    try #require(result.exitCode == 0 && result.text == "\(round)", "round \(round): \(result)")
                }
                try skiff.expectHost(unchangedSince: before)
                // Other processes open files, too, but not one for each run.
                let isSettled = try eventually { try openFiles() < filesBefore + 250 }
                #expect(isSettled)
                // The database's log has grown to where it is begun anew (sqlite.org/wal.html: 1000 pages).
                #expect(try diskUse(of: skiff) - diskBefore < 8 << 20)
            }
        }

        @Test("20 containers at once have what each alone would have, and leave nothing")
        func atOnce() throws {
            try Skiff.withOwnRoot { skiff in
                let before = try HostSnapshot(of: skiff)
                let words = skiff.program(["run", "--rm", "busybox", "sh", "-c"])
                let script =
                    "for i in $(seq 20); do \"$@\" \"echo $i; exit $i\" & done; for job in $(jobs -p); do wait $job; echo code $?; done"
                var shell = Program("/bin/bash", ["-c", script, "bash", words.path] + words.arguments)
                shell.environment = words.environment
                let lines = try shell.run().lines
                #expect(lines.filter { !$0.hasPrefix("code") }.sorted() == (1...20).map { "\($0)" }.sorted())
                #expect(lines.filter { $0.hasPrefix("code") } == (1...20).map { "code \($0)" })
                try skiff.expectHost(unchangedSince: before)
            }
        }

        /// The files that are open on the whole host (proc_sys_fs(5), file-nr).
        private func openFiles() throws -> Int {
            try HostFile.text("/proc/sys/fs/file-nr").split(separator: "\t").first.flatMap { Int($0) } ?? 0
        }

        private func diskUse(of skiff: Skiff) throws -> Int {
            let result = try Program("du", ["-s", "--block-size=1", skiff.root]).run().succeeded()
            return result.text.split(separator: "\t").first.flatMap { Int($0) } ?? 0
        }
    }
}
