import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The runtime refuses, in one sentence, and names what it doesn't know or find in")
    struct RuntimeBadValueTests {
        @Test("a configuration with a word that nobody knows")
        func words() throws {
            try Bundle.expectRefusals([
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
            try Bundle.expectRefusals([
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
    }
}
