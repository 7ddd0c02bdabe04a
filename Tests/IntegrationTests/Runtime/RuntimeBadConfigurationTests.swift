import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The runtime refuses, in one sentence, and leaves nothing of")
    struct RuntimeBadConfigurationTests {
        @Test(
            "a configuration that is no JSON",
            arguments: [
                "", " ", "{", "nothing", "[]", "null", "{\"ociVersion\":\"1.0.0\"}}", "{\"a\":1,}", "\u{0}",
                "{\"ociVersion\":1}",
            ])
        func text(text: String) throws {
            try Bundle.with { bundle in
                try HostFile.write(text, to: "\(bundle.path)/config.json")
                try bundle.expectCreationRefusal(["config.json"])
            }
        }

        @Test("a configuration without what is required")
        func required() throws {
            try Bundle.expectRefusals([
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
            try Bundle.expectRefusals([
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

        @Test("text with a byte that the kernel takes for its end")
        func zeroBytes() throws {
            try Bundle.expectRefusals([
                ({ $0["process"]["args"] = ["true\u{0}false"] }, ["config.json", "null character"]),
                ({ $0["process"]["env"] = ["A=B\u{0}C"] }, ["config.json", "null character"]),
                ({ $0["process"]["cwd"] = "/\u{0}" }, ["config.json", "null character"]),
                ({ $0["root"]["path"] = "rootfs\u{0}x" }, ["config.json", "null character"]),
                ({ $0["hostname"] = "a\u{0}b" }, ["config.json", "null character"]),
                ({ $0["mounts"][0]["destination"] = "/proc\u{0}x" }, ["config.json", "null character"]),
            ])
        }
    }
}
