import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    /// Many containers that do nothing cost little, and nothing afterwards.
    @Suite("Soak: idle containers")
    struct IdleSoakTests {
        @Test("are held, seen and removed, and leave nothing", .timeLimit(.minutes(30)))
        func held() throws {
            try Skiff.withOwnRoot { skiff in
                let before = try HostSnapshot(of: skiff)
                try start(SoakSize.idle, skiff)
                let ids = try skiff.run("ps", "--quiet", "--no-trunc").succeeded().lines
                #expect(ids.count == SoakSize.idle)
                let statistics = try skiff.run(["stats", "--no-stream"], within: SoakSize.patience).succeeded()
                #expect(statistics.lines.count == SoakSize.idle + 1)
                try expectSmall(supervisorsOf: skiff)
                try skiff.run(["rm", "--force"] + ids, within: SoakSize.patience).succeeded()
                #expect(try skiff.run("ps", "--all", "--quiet").succeeded().lines.isEmpty)
                try skiff.expectHost(unchangedSince: before)
            }
        }

        /// Eight at a time.
        private func start(_ count: Int, _ skiff: Skiff) throws {
            let words = skiff.program(["run", "--detach", "--network", "none", "busybox", "sleep", "100000"])
            let script = "seq \(count) | xargs -P 8 -I {} \"$@\""
            var shell = Program("/bin/sh", ["-c", script, "sh", words.path] + words.arguments)
            shell.environment = words.environment
            let result = try shell.run(within: SoakSize.patience).succeeded()
            #expect(Set(result.lines).count == count)
        }

        /// Each has at most one MiB that it shares with nobody and that the
        /// kernel can't take back (proc_pid_smaps(5)).
        private func expectSmall(supervisorsOf skiff: Skiff) throws {
            let supervisors = HostProcess.all.filter {
                $0.words.starts(with: ["skiff-runtime", "supervise"]) && $0.stateDirectory == skiff.root
            }
            #expect(supervisors.count == SoakSize.idle)
            let sizes = try supervisors.map { try privateDirty(of: $0) }
            #expect(sizes.max() ?? .max <= 1024, "KiB: \(sizes.max() ?? 0)")
        }

        private func privateDirty(of process: HostProcess) throws -> Int {
            let lines = try HostFile.text("/proc/\(process.id)/smaps_rollup").split(separator: "\n")
            let line = try #require(lines.first { $0.hasPrefix("Private_Dirty:") })
            return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        }
    }
}
