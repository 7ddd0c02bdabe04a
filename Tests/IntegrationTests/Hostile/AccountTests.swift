import TestSupport
import Testing

extension IntegrationTests {
    /// The image's own lists of users and groups.
    @Suite("An image's account files")
    struct AccountTests {
        @Test("of a gigabyte are refused in little time and memory", arguments: ["passwd", "group"])
        func sparse(file: String) throws {
            let other = TarEntry.file("etc/passwd", "me:x:1000:1000::/:/bin/sh\n")
            let entries =
                [.directory("etc")] + (file == "group" ? [other] : []) + [.sparse("etc/\(file)", size: 1 << 30)]
            try Skiff.current.withImage(entries) { image in
                let words = ["run", "--rm", "-u", "me", image, "true"]
                let skiff = Skiff.current.program(words)
                let limited = Program(
                    "/usr/bin/prlimit", ["--as=\(768 << 20)", skiff.path] + words, environment: skiff.environment)
                let start = ContinuousClock.now
                let result = try limited.run(within: .seconds(20))
                #expect(start.duration(to: .now) < .seconds(3))
                #expect(
                    result.exitCode == 125 && result.errorText.contains("/etc/\(file) in the image is larger"),
                    "\(result)")
            }
        }

        @Test(
            "give no other id to a number",
            arguments: [
                ("1000", "1000 0 0"), ("1000:1000", "1000 1000 1000"), ("0x10", "77 77 77"), ("007", "7 0 0"),
                ("", "0 0 0 42"),
            ])
        func numbers(user: String, expected: String) throws {
            let passwd =
                "root:x:0:0::/:/bin/sh\n1000:x:0:0::/:/bin/sh\n0x10:x:77:77::/:/bin/sh\n:x:5:5::/:\n4294967296:x:0:0::/:\n"
            let group = "1000:x:0:\nmore:x:42:root,root,root\nbad:x:4294967296:root\nworse:x:-1:root\n"
            try Skiff.current.withImage(
                [.directory("etc"), .file("etc/passwd", passwd), .file("etc/group", group)]
            ) { image in
                let words =
                    ["run", "--rm"] + (user.isEmpty ? [] : ["-u", user]) + [
                        image, "/bin/busybox", "cat", "/proc/self/status",
                    ]
                let status = try Skiff.current.run(words).succeeded()
                let ids = try [first("Uid", in: status), first("Gid", in: status), value("Groups", in: status)]
                #expect(ids.joined(separator: " ") == expected)
            }
        }

        @Test("of any bytes are read or refused")
        func anyBytes() throws {
            let lines = [
                "", "\n\n\n", ":::", "root", "root:x:0", "root:x:zero:0::/:\n", String(repeating: ":", count: 10_000),
                String(repeating: "a", count: 100_000) + ":x:1:1::/:\n", "r\u{0}oot:x:9:9::/:\n",
                "\u{feff}root:x:0:0::/:\n",
            ]
            for text in lines {
                try Skiff.current.withImage(
                    [.directory("etc"), .file("etc/passwd", text), .file("etc/group", text)]
                ) { image in
                    let root = try Skiff.current.run("run", "--rm", image, "/bin/busybox", "true")
                    #expect(root.exitCode == 0, "\(text.prefix(20)): \(root)")
                    let nobody = try Skiff.current.run("run", "--rm", "-u", "nosuch", image, "/bin/busybox", "true")
                    #expect(nobody.exitCode == 125, "\(text.prefix(20)): \(nobody)")
                }
            }
        }

        @Test("CVE-2022-36109: keep the primary group among the supplementary ones")
        func primaryGroup() throws {
            let status = try Skiff.current.run("run", "--rm", "-u", "1234:5678", "busybox", "cat", "/proc/self/status")
                .succeeded()
            #expect(try value("Groups", in: status) == "5678")
        }

        @Test(
            "CVE-2022-29162: and capabilities leave the inheritable set empty",
            arguments: [
                [], ["-u", "1234"], ["--cap-add", "SYS_ADMIN"], ["--userns", "auto"],
            ])
        func inheritable(options: [String]) throws {
            let status = try Skiff.current.run(["run", "--rm"] + options + ["busybox", "cat", "/proc/self/status"])
                .succeeded()
            #expect(
                status.lines.contains("CapInh:\t0000000000000000") && status.lines.contains("CapAmb:\t0000000000000000")
            )
        }

        /// A line of /proc/PID/status, its values with one space between them.
        private func value(_ name: String, in status: ProgramResult) throws -> String {
            let line = try #require(status.lines.first { $0.hasPrefix("\(name):") })
            return line.dropFirst(name.count + 1).split { $0 == "\t" || $0 == " " }.joined(separator: " ")
        }

        private func first(_ name: String, in status: ProgramResult) throws -> String {
            try String(value(name, in: status).prefix { $0 != " " })
        }
    }
}
