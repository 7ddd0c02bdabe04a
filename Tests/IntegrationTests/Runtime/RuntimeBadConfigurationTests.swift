import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The runtime refuses, in one sentence, and leaves nothing of")
    struct RuntimeBadConfigurationTests {
        /// Creates the container, which is to be refused, and reads the log that engines read.
        private func expectRefusal(
            _ bundle: Bundle, _ fragments: [String], sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let log = "\(bundle.directory)/log.json"
            try bundle.expectRefusal(
                ["--log", log, "--log-format", "json", "create", "--bundle", bundle.path, bundle.id], fragments,
                sourceLocation: sourceLocation)
            let line = try #require(try HostFile.text(log).split(separator: "\n").last)
            let entry = try JSON(parsing: String(line))
            #expect(entry["level"].string == "error", sourceLocation: sourceLocation)
            #expect(entry["time"].string?.hasSuffix("Z") == true, sourceLocation: sourceLocation)
            for fragment in fragments {
                #expect(entry["msg"].string?.contains(fragment) == true, "\(line)", sourceLocation: sourceLocation)
            }
        }

        /// Each edit of a configuration that works is refused with its fragments.
        private func refuse(
            _ cases: [Case], sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            try Bundle.with(["true"]) { bundle in
                let intact = try HostFile.text("\(bundle.path)/config.json")
                for (edit, fragments) in cases {
                    try HostFile.write(intact, to: "\(bundle.path)/config.json")
                    try bundle.configure(edit)
                    try expectRefusal(bundle, fragments, sourceLocation: sourceLocation)
                    try bundle.deleteAll()
                }
            }
        }

        typealias Case = ((inout JSON) -> Void, [String])

        @Test(
            "a configuration that is no JSON",
            arguments: [
                "", " ", "{", "nothing", "[]", "null", "{\"ociVersion\":\"1.0.0\"}}", "{\"a\":1,}", "\u{0}",
                "{\"ociVersion\":1}",
            ])
        func text(text: String) throws {
            try Bundle.with { bundle in
                try HostFile.write(text, to: "\(bundle.path)/config.json")
                try expectRefusal(bundle, ["config.json"])
            }
        }

        @Test("a bundle that isn't there, is a file, or has no configuration in it")
        func bundle() throws {
            try Bundle.with { bundle in
                let none = "\(bundle.directory)/none"
                try bundle.expectRefusal(["create", "--bundle", none, bundle.id], [none, "no such file"])
                try HostFile.write("", to: none)
                try bundle.expectRefusal(["create", "--bundle", none, bundle.id], [none, "not a directory"])
                try bundle.expectRefusal(
                    ["create", "--bundle", bundle.rootFilesystem, bundle.id], ["rootfs/config.json", "no such file"])
                let directory = try Descriptor.open(bundle.path, [.directory])
                try directory.removeFile("config.json")
                try directory.makeDirectory("config.json")
                try expectRefusal(bundle, ["config.json", "directory"])
            }
        }

        @Test("a configuration without what is required")
        func required() throws {
            try refuse([
                ({ $0["ociVersion"] = .null }, ["ociVersion"]),
                ({ $0["process"] = .null }, ["process"]),
                ({ $0["process"]["args"] = .null }, ["process.args"]),
                ({ $0["process"]["args"] = [] }, ["process.args"]),
                ({ $0["process"]["args"] = [""] }, ["process.args"]),
                ({ $0["process"]["cwd"] = .null }, ["process.cwd"]),
                ({ $0["process"]["cwd"] = "" }, ["process.cwd"]),
                ({ $0["root"] = .null }, ["root"]),
                ({ $0["root"]["path"] = .null }, ["root.path"]),
                ({ $0["root"]["path"] = "" }, ["root.path"]),
                ({ $0["mounts"][0] = ["type": "tmpfs"] }, ["mounts[0].destination"]),
                ({ $0["linux"]["namespaces"][0]["type"] = .null }, ["linux.namespaces[0].type"]),
                ({ $0["linux"]["namespaces"] = .array($0.namespaces(without: "mount")) }, ["linux.namespaces"]),
                ({ $0["process"]["rlimits"] = [["type": "RLIMIT_NOFILE"]] }, ["process.rlimits[0]"]),
                ({ $0["linux"]["devices"] = [["path": "/dev/x"]] }, ["linux.devices[0].type"]),
            ])
        }

        @Test("a configuration with a value of the wrong kind")
        func kinds() throws {
            try refuse([
                ({ $0["ociVersion"] = "2.0.0" }, ["ociVersion", "2.0.0"]),
                ({ $0["ociVersion"] = "one" }, ["ociVersion"]),
                ({ $0["process"] = [] }, ["process"]),
                ({ $0["process"]["args"] = "true" }, ["process.args"]),
                ({ $0["process"]["args"] = ["true", 1] }, ["process.args[1]"]),
                ({ $0["process"]["env"] = [["A": "B"]] }, ["process.env[0]"]),
                ({ $0["process"]["terminal"] = "yes" }, ["process.terminal"]),
                ({ $0["process"]["user"]["uid"] = "root" }, ["process.user.uid"]),
                ({ $0["process"]["user"]["uid"] = -1 }, ["process.user.uid"]),
                ({ $0["process"]["user"]["gid"] = 4_294_967_296 }, ["process.user.gid"]),
                ({ $0["process"]["user"]["uid"] = .fraction(1.5) }, ["process.user.uid"]),
                ({ $0["process"]["oomScoreAdj"] = "0" }, ["process.oomScoreAdj"]),
                (
                    { $0["process"]["rlimits"] = [["type": "RLIMIT_NOFILE", "soft": -1, "hard": 5]] },
                    ["process.rlimits[0].soft"]
                ),
                ({ $0["root"]["readonly"] = 1 }, ["root.readonly"]),
                ({ $0["mounts"] = ["/proc"] }, ["mounts"]),
                ({ $0["linux"]["resources"]["memory"]["limit"] = "1G" }, ["linux.resources.memory.limit"]),
                ({ $0["linux"]["sysctl"] = ["net.ipv4.ip_forward": 1] }, ["linux.sysctl"]),
                ({ $0["annotations"] = ["a": 1] }, ["annotations"]),
                ({ $0["hostname"] = 5 }, ["hostname"]),
            ])
        }

        @Test("a configuration with a word that nobody knows")
        func words() throws {
            try refuse([
                (
                    { $0["process"]["capabilities"]["bounding"] = ["CAP_NONE"] },
                    ["process.capabilities.bounding", "CAP_NONE"]
                ),
                (
                    { $0["process"]["rlimits"] = [["type": "RLIMIT_NONE", "soft": 1, "hard": 1]] },
                    ["process.rlimits[0].type", "RLIMIT_NONE"]
                ),
                ({ $0["linux"]["namespaces"][0] = ["type": "none"] }, ["linux.namespaces[0].type", "none"]),
                ({ $0["linux"]["rootfsPropagation"] = "none" }, ["linux.rootfsPropagation", "none"]),
                (
                    { $0["linux"]["devices"] = [["path": "/dev/x", "type": "z", "major": 1, "minor": 1]] },
                    ["linux.devices[0].type", "z"]
                ),
                (
                    { $0["linux"]["seccomp"] = ["defaultAction": "SCMP_ACT_NONE"] },
                    ["linux.seccomp.defaultAction", "SCMP_ACT_NONE"]
                ),
                (
                    {
                        $0["linux"]["seccomp"] = [
                            "defaultAction": "SCMP_ACT_ALLOW",
                            "syscalls": [["names": ["getcwd"], "action": "SCMP_ACT_NONE"]],
                        ]
                    }, ["linux.seccomp.syscalls[0].action", "SCMP_ACT_NONE"]
                ),
                (
                    {
                        $0["mounts"][8] = [
                            "destination": "/x", "type": "tmpfs", "source": "x", "options": ["nonsense"],
                        ]
                    },
                    ["mounts[7]", "nonsense"]
                ),
                (
                    { $0["mounts"][8] = ["destination": "/x", "type": "nonsense", "source": "x"] },
                    ["mounts[7]", "nonsense"]
                ),
            ])
        }

        @Test("a configuration with a path that leads nowhere, or is of the wrong kind")
        func paths() throws {
            try refuse([
                ({ $0["root"]["path"] = "none" }, ["root.path", "/bundle/none", "no such file"]),
                ({ $0["root"]["path"] = "/nonexistent/root" }, ["root.path", "/nonexistent/root"]),
                ({ $0["root"]["path"] = "config.json" }, ["root.path", "not a directory"]),
                ({ $0["process"]["cwd"] = "tmp" }, ["process.cwd", "absolute"]),
                ({ $0["process"]["cwd"] = "/bin/busybox" }, ["/bin/busybox", "not a directory"]),
                (
                    {
                        $0["mounts"][8] = [
                            "destination": "/x", "type": "bind", "source": "/nonexistent", "options": ["bind"],
                        ]
                    },
                    ["mounts[7].source", "/nonexistent", "no such file"]
                ),
                (
                    { $0["mounts"][8] = ["destination": "/x", "type": "bind", "options": ["bind"]] },
                    ["mounts[7].source"]
                ),
                (
                    {
                        $0["linux"]["namespaces"] = .array(
                            $0.namespaces(without: "network") + [["type": "network", "path": "/proc/self/none"]])
                    },
                    ["linux.namespaces[5].path", "/proc/self/none"]
                ),
                (
                    {
                        $0["linux"]["namespaces"] = .array(
                            $0.namespaces(without: "network") + [["type": "network", "path": "/dev/null"]])
                    },
                    ["linux.namespaces[5].path", "/dev/null"]
                ),
                (
                    {
                        $0["linux"]["namespaces"] = .array(
                            $0.namespaces(without: "network") + [["type": "network", "path": "/proc/self/ns/uts"]])
                    },
                    ["linux.namespaces[5].path", "/proc/self/ns/uts"]
                ),
                ({ $0["linux"]["namespaces"][6] = ["type": "mount"] }, ["linux.namespaces[6]", "twice"]),
                ({ $0["linux"]["sysctl"] = ["kernel.none": "1"] }, ["linux.sysctl", "kernel.none"]),
            ])
        }

        @Test("text with a byte that the kernel takes for its end")
        func zeroBytes() throws {
            try refuse([
                ({ $0["process"]["args"] = ["true\u{0}false"] }, ["config.json", "null character"]),
                ({ $0["process"]["env"] = ["A=B\u{0}C"] }, ["config.json", "null character"]),
                ({ $0["process"]["cwd"] = "/\u{0}" }, ["config.json", "null character"]),
                ({ $0["root"]["path"] = "rootfs\u{0}x" }, ["config.json", "null character"]),
                ({ $0["hostname"] = "a\u{0}b" }, ["config.json", "null character"]),
                ({ $0["mounts"][0]["destination"] = "/proc\u{0}x" }, ["config.json", "null character"]),
            ])
        }

        @Test("a word or a flag that nobody knows, with a hint on standard error alone")
        func usage() throws {
            try Bundle.with { bundle in
                for words in [
                    ["nonsense"], ["create", "--nonsense", "x"], ["create"], ["start", "a", "b"], ["kill"],
                    ["state", "--format", "x", "y"], ["--log-format", "xml", "list"],
                ] {
                    let result = try bundle.program(words).run()
                    #expect(
                        result.exitCode == 1 && result.output.isEmpty && !result.error.isEmpty, "\(words): \(result)")
                }
            }
        }
    }
}
