import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Logs of several files")
    struct LogRotationTests {
        private let skiff = Skiff.current

        private func directory(of container: RunningContainer) -> String { "\(skiff.root)/containers/\(container.id)" }

        /// The log's files and their sizes, once no process compresses one any more.
        private func files(of container: RunningContainer) throws -> [String: Int64] {
            let directory = directory(of: container)
            let isCompressed = try eventually {
                HostFile.names(in: directory).allSatisfy { name in
                    !name.hasPrefix("log.json.") || name.hasSuffix(".gz")
                }
            }
            #expect(isCompressed, "\(HostFile.names(in: directory))")
            let names = HostFile.names(in: directory).filter { $0.hasPrefix("log.json") }
            return try Dictionary(
                uniqueKeysWithValues: names.map { ($0, Int64(try HostFile.status("\(directory)/\($0)").st_size)) })
        }

        @Test("no more is kept than was asked for, compressed, and of that nothing is missing")
        func bounded() throws {
            let options = ["--log-opt", "max-size=100k", "--log-opt", "max-file=3"]
            try skiff.withContainer(options, ["seq", "20000"]) { container in
                try skiff.run("wait", container.id).succeeded()
                let files = try files(of: container)
                #expect(files.count == 3)
                #expect(files["log.json"] ?? .max < 101 << 10)
                for (name, size) in files where name != "log.json" {
                    #expect(name.hasSuffix(".gz") && size < 30 << 10)
                }
                let numbers = try skiff.run("logs", container.id).lines.compactMap { Int($0) }
                #expect(numbers.last == 20_000)
                #expect(numbers.count > 2 * 1024 && numbers.count < 5000)
                #expect(numbers == Array((20_001 - numbers.count)...20_000))
                #expect(try skiff.run("logs", "-n", "2500", container.id).lines == (17_501...20_000).map { "\($0)" })
            }
        }

        @Test("ten megabytes five times are kept unless asked for otherwise")
        func standard() throws {
            // 28 MB of log.
            try skiff.withContainer([], ["sh", "-c", "yes 123456789012345678901234567890123456789 | head -n 250000"]) {
                container in
                try skiff.run("wait", container.id).succeeded()
                let files = try files(of: container)
                #expect(files.keys.sorted() == ["log.json", "log.json.1.gz", "log.json.2.gz"])
                #expect(files.values.allSatisfy { $0 < (10 << 20) + 200 })
                #expect(try skiff.run("logs", container.id).lines.count == 250_000)
                let usage = try skiff.run("system", "df", "--format", "json").succeeded().text
                #expect(usage.contains("Logs"))
            }
        }

        @Test("who follows gets every line once while files become full and are compressed")
        func follow() throws {
            let options = ["--log-opt", "max-size=64k", "--log-opt", "max-file=1000"]
            let script = "sleep 0.3; for i in $(seq 20); do seq ${i}000 ${i}999; sleep 0.02; done; exit 4"
            try skiff.withContainer(options, ["sh", "-c", script]) { container in
                let result = try skiff.start("logs", "-f", container.id).finish()
                let expected = (1...20).flatMap { part in (part * 1000...part * 1000 + 999).map { "\($0)" } }
                #expect(result.exitCode == 0)
                #expect(result.lines == expected)
                #expect(try skiff.run("logs", container.id).lines == expected)
                #expect(try files(of: container).count > 15)
            }
        }

        @Test("nothing is kept with the driver none, which says so")
        func none() throws {
            try skiff.withContainer(["--log-driver", "none"], ["echo", "text"]) { container in
                try skiff.run("wait", container.id).succeeded()
                let result = try skiff.run("logs", container.id)
                #expect(result.exitCode == 1)
                #expect(result.errorText.contains("configured logging driver does not support reading"))
                #expect(!HostFile.exists("\(directory(of: container))/log.json"))
            }
        }

        @Test(
            "options that can't be kept are refused",
            arguments: [
                (["--log-driver", "syslog"], "must be json-file or none"),
                (["--log-opt", "mode=non-blocking"], "mode is not supported"),
                (["--log-opt", "tag=x"], "tag is not supported"),
                (["--log-opt", "max-sizes=1"], "unknown log opt 'max-sizes' for json-file log driver"),
            ])
        func refused(options: [String], reason: String) throws {
            let result = try skiff.run(["run", "--rm"] + options + ["busybox", "true"])
            #expect(result.exitCode == 125)
            #expect(result.errorText.contains(reason), "\(result)")
        }
    }
}
