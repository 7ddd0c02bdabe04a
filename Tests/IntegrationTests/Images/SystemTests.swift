import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The state as a whole")
    struct SystemTests {
        @Test("df's sum is du's, and what it calls reclaimable is what prune reclaims")
        func diskUsage() throws {
            try Skiff.withOwnRoot(images: [.busybox, .debian]) { skiff in
                let write = ["sh", "-c", "head -c 3000000 /dev/urandom > /file; seq 20000"]
                try skiff.run(["run", "--name", "ended", "busybox"] + write).succeeded()
                try skiff.withContainer { _ in
                    let usage = try Usage(of: skiff)
                    let du = try Program("du", ["-s", "--block-size=1", skiff.root]).run().succeeded().text
                    let expected = Double(du.prefix { $0 != "\t" }) ?? 0
                    #expect(abs(usage.total / expected - 1) < 0.01, "\(usage) \(du)")
                    #expect(usage.rows["Containers"]?["TotalCount"].string == "2")
                    #expect(usage.rows["Containers"]?["Active"].string == "1")
                    #expect(usage.rows["Images"]?["Active"].string == "1")
                    #expect(usage.size("Containers", "Reclaimable") > 3_000_000)
                    #expect(usage.size("Logs", "Reclaimable") > 100_000)

                    let before = try used(skiff)
                    let pruned = try skiff.run("system", "prune", "--all", "--force").succeeded()
                    #expect(pruned.lines.contains("Deleted Containers:"))
                    #expect(pruned.lines.contains("untagged: debian:latest"))
                    #expect(try skiff.run("images", "--format", "{{.Repository}}").lines == ["busybox"])
                    let reclaimed = try before - used(skiff)
                    let expectedReclaim = ["Images", "Containers", "Logs"].reduce(0) {
                        $0 + usage.size($1, "Reclaimable")
                    }
                    #expect(abs(expectedReclaim / reclaimed - 1) < 0.02, "\(usage) \(reclaimed)")
                }
            }
        }

        @Test("a damaged store is told and repaired, by exit code, too")
        func check() throws {
            try Skiff.withOwnRoot { skiff in
                #expect(try skiff.run("system", "check").exitCode == 0)
                try Program("chmod", ["700", "\(skiff.root)/layers/1/fs/bin"]).run().succeeded()
                let found = try skiff.run("system", "check")
                #expect(found.exitCode == 1)
                #expect(found.text.contains("bin has another mode") && found.text.contains("busybox:latest"))
                try skiff.withContainer { container in
                    let refused = try skiff.run("system", "check", "--repair")
                    #expect(refused.exitCode == 1 && refused.text.contains(container.name))
                }
                #expect(try skiff.run("system", "check", "--repair").exitCode == 0)
                #expect(try skiff.run("system", "check").exitCode == 0)
                #expect(try skiff.run("run", "--rm", "busybox", "stat", "-c", "%a", "/bin").text == "755")
            }
        }

        @Test("the directory of a container that no row knows is found and removed")
        func strayContainer() throws {
            try Skiff.withOwnRoot { skiff in
                let stray = "\(skiff.root)/containers/\(String(repeating: "0", count: 64))"
                try Program("mkdir", ["-p", "\(stray)/upper"]).run().succeeded()
                #expect(try skiff.run("system", "check").text.contains("containers/0000"))
                #expect(try skiff.run("system", "check", "--repair").exitCode == 0)
                #expect(!HostFile.exists(stray))
            }
        }

        @Test("save refuses a terminal, and leaves no file when it fails")
        func save() throws {
            try withTemporaryDirectory { directory in
                try Skiff.withOwnRoot { skiff in
                    var pty = try Pty(rows: 24, columns: 80)
                    var running = try pty.start(skiff.program(["save", "busybox"]))
                    try pty.screen.wait(for: "cowardly refusing to save to a terminal")
                    #expect(try running.waitForEnd() == 1)
                    #expect(try skiff.run("save", "-o", "\(directory)/out", "busybox", "absent").exitCode == 1)
                    #expect(HostFile.names(in: directory) == [])
                    #expect(HostFile.names(in: "\(skiff.root)/staging") == [])
                }
            }
        }

        private func used(_ skiff: Skiff) throws -> Double {
            let text = try Program("du", ["-s", "--block-size=1", skiff.root]).run().succeeded().text
            return Double(text.prefix { $0 != "\t" }) ?? 0
        }

        /// What `system df` prints as JSON.
        private struct Usage: CustomStringConvertible {
            private(set) var rows: [String: JSON] = [:]
            var description: String { "\(rows)" }

            init(of skiff: Skiff) throws {
                for line in try skiff.run("system", "df", "--format", "json").succeeded().lines {
                    let row = try JSON(parsing: line)
                    rows[row["Type"].string ?? ""] = row
                }
            }

            var total: Double { rows.keys.reduce(0) { $0 + size($1, "Size") } }

            /// Bytes, from a text such as `12.3MB (45%)`.
            func size(_ type: String, _ column: String) -> Double {
                let text = rows[type]?[column].string ?? ""
                let number = text.prefix { $0.isNumber || $0 == "." }
                let units = ["B": 1.0, "kB": 1e3, "MB": 1e6, "GB": 1e9]
                let unit = text.dropFirst(number.count).prefix { $0.isLetter }
                return (Double(number) ?? 0) * (units[String(unit)] ?? 0)
            }
        }
    }
}
