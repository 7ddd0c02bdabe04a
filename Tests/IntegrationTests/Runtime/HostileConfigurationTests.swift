import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// Configurations that are made to break, to slow down or to deceive.
    @Suite("A configuration that is hostile")
    struct HostileConfigurationTests {
        private func run(_ bundle: Bundle) throws -> ProgramResult {
            try bundle.program(["run", "--bundle", bundle.path, bundle.id]).run(within: .seconds(20))
        }

        private func expectRefusal(_ edit: (inout JSON) -> Void, _ fragments: [String]) throws {
            try Bundle.with(["true"], edit: edit) { bundle in
                try bundle.expectRefusal(["run", "--bundle", bundle.path, bundle.id], fragments)
            }
        }

        @Test("of 10 MiB is read, one of 40 is refused")
        func size() throws {
            try Bundle.with(["true"]) { bundle in
                try bundle.configure { $0["annotations"] = ["a": .string(String(repeating: "x", count: 10 << 20))] }
                #expect(try run(bundle).exitCode == 0)
                try bundle.configure { $0["annotations"] = ["a": .string(String(repeating: "x", count: 40 << 20))] }
                try bundle.expectRefusal(
                    ["run", "--bundle", bundle.path, bundle.id], ["config.json", "too large"])
            }
        }

        @Test("that is deep is refused where it begins to be")
        func depth() throws {
            try Bundle.with(["true"]) { bundle in
                let intact = try HostFile.text("\(bundle.path)/config.json")
                let arrays = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
                try HostFile.write(
                    intact.dropLast() + ",\"unknown\":\(arrays(100))}", to: "\(bundle.path)/config.json")
                #expect(try run(bundle).exitCode == 0)
                for text in [arrays(100_000), String(repeating: "{\"a\":", count: 100_000)] {
                    try HostFile.write(text, to: "\(bundle.path)/config.json")
                    try bundle.expectRefusal(
                        ["run", "--bundle", bundle.path, bundle.id], ["config.json: line 1, column ", "128 arrays"])
                }
            }
        }

        @Test("with a member twice is what the last one says, and a check of it is no other's")
        func duplicates() throws {
            try Bundle.with(["true"]) { bundle in
                let intact = try HostFile.text("\(bundle.path)/config.json")
                try HostFile.write(
                    "{\"root\":{\"path\":\"/nonexistent\"}," + intact.dropFirst(), to: "\(bundle.path)/config.json")
                #expect(try run(bundle).exitCode == 0)
                try HostFile.write(
                    intact.dropLast() + ",\"root\":{\"path\":\"/nonexistent\"}}", to: "\(bundle.path)/config.json")
                try bundle.expectRefusal(["run", "--bundle", bundle.path, bundle.id], ["root.path", "/nonexistent"])
            }
        }

        @Test(
            "with a number that no field holds is refused with the field's path",
            arguments: [
                "-1", "4294967296", "18446744073709551616", "1e400", "1E400000000", "1e-5", "1.5", "0x10", "NaN", "01",
                String(repeating: "9", count: 10000),
            ])
        func numbers(text: String) throws {
            try Bundle.with(["true"]) { bundle in
                try bundle.configure { $0["process"]["user"]["uid"] = 123_456_789 }
                let configuration = try HostFile.text("\(bundle.path)/config.json")
                try HostFile.write(configuration.replacing("123456789", with: text), to: "\(bundle.path)/config.json")
                let isNumber = Double(text) != nil && !["0x10", "01"].contains(text) && text != "NaN"
                try bundle.expectRefusal(
                    ["run", "--bundle", bundle.path, bundle.id], [isNumber ? "process.user.uid" : "config.json: line 1"]
                )
            }
        }

        @Test("with thousands of mounts, devices, groups and masks works, or is refused")
        func thousands() throws {
            try Bundle.with(["true"]) { configuration in
                let mounts = (0..<1000).map { index -> JSON in
                    ["destination": .string("/tmp/\(index)"), "type": "bind", "source": "/etc", "options": ["bind"]]
                }
                configuration["mounts"] = .array(configuration["mounts"].elements + mounts)
                configuration["linux"]["devices"] = .array(
                    (0..<1000).map { ["path": .string("/dev/d\($0)"), "type": "c", "major": 1, "minor": 3] })
                configuration["linux"]["maskedPaths"] = .array((0..<5000).map { .string("/proc/none\($0)") })
                configuration["process"]["user"]["additionalGids"] = .array((0..<65536).map { .number($0) })
            } _: { bundle in
                let result = try run(bundle)
                #expect(result.exitCode == 0, "\(result)")
            }
            try expectRefusal(
                { $0["process"]["user"]["additionalGids"] = .array((0..<65537).map { .number($0) }) },
                ["process.user.additionalGids", "65536"])
        }

        @Test("with more than the kernel takes is refused, and nothing is left")
        func limits() throws {
            let long = String(repeating: "x", count: 200_000)
            try expectRefusal({ $0["process"]["env"][1] = .string("A=\(long)") }, ["argument list too long"])
            try expectRefusal({ $0["process"]["args"][1] = .string(long) }, ["argument list too long"])
            try expectRefusal({ $0["hostname"] = .string(long) }, ["hostname", "64"])
            try expectRefusal({ $0["process"]["cwd"] = .string("/\(long)") }, ["file name too long"])
            let twice: JSON = ["type": "RLIMIT_NOFILE", "soft": 10, "hard": 10]
            try expectRefusal({ $0["process"]["rlimits"] = [twice, twice] }, ["process.rlimits[1].type", "twice"])
            let rules = (0..<2000).map { index -> JSON in
                [
                    "names": ["getcwd"], "action": "SCMP_ACT_ERRNO",
                    "args": [["index": 0, "value": .number(Int64(index)), "op": "SCMP_CMP_EQ"]],
                ]
            }
            try expectRefusal(
                { $0["linux"]["seccomp"] = ["defaultAction": "SCMP_ACT_ALLOW", "syscalls": .array(rules)] },
                ["linux.seccomp", "more instructions than the kernel takes"])
        }

        @Test("whose cgroup or kernel parameter would be elsewhere gets none there")
        func elsewhere() throws {
            for name in ["../../etc/x", "net/../../../../etc/passwd", "kernel/../../x", "/etc/passwd"] {
                try expectRefusal({ $0["linux"]["sysctl"] = [name: "1"] }, ["linux.sysctl[\"\(name)\"]"])
            }
            try expectRefusal({ $0["linux"]["cgroupsPath"] = "/../.." }, ["linux.cgroupsPath"])
            try Bundle.with(["cat", "/proc/self/cgroup"]) { bundle in
                try bundle.configure {
                    $0["linux"]["namespaces"] = .array($0.namespaces(without: "cgroup"))
                    $0["linux"]["cgroupsPath"] = .string("/../../../\(bundle.id)/x/..")
                }
                let result = try run(bundle)
                #expect(result.lines.allSatisfy { $0.hasSuffix(":/\(bundle.id)") } && result.exitCode == 0, "\(result)")
            }
        }

        @Test(
            "that would protect the root, or what is relative, is refused",
            arguments: ["", "proc/kcore", "/", "/..", "//.", ".."])
        func protections(path: String) throws {
            for field in ["maskedPaths", "readonlyPaths"] {
                try expectRefusal({ $0["linux"][field] = ["/proc/kcore", .string(path)] }, ["linux.\(field)[1]"])
            }
        }
    }
}
