import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The runtime's other commands:")
    struct RuntimeQueryTests {
        private static let program = "\(Installation.executables)/skiff-runtime"

        @Test("--version tells the versions in lines that engines look for")
        func version() throws {
            let lines = try Program(Self.program, ["--version"]).run().succeeded().lines
            #expect(lines.first?.hasPrefix("skiff-runtime version ") == true, "\(lines)")
            #expect(lines.contains { $0.hasPrefix("spec: 1.") }, "\(lines)")
        }

        @Test("features lists hooks, namespaces, capabilities, mount options and what seccomp can")
        func features() throws {
            let features = try Program(Self.program, ["features"]).run().json()
            #expect(features["ociVersionMin"].string == "1.0.0")
            #expect(features["hooks"].strings.contains("startContainer"))
            #expect(Set(["rbind", "rro", "tmpcopyup", "idmap"]).isSubset(of: features["mountOptions"].strings))
            #expect(features["linux"]["namespaces"].elements.count == 8)
            #expect(features["linux"]["capabilities"].strings.contains("CAP_CHECKPOINT_RESTORE"))
            #expect(features["linux"]["cgroup"]["v1"].boolean == true)
            #expect(features["linux"]["cgroup"]["v2"].boolean == true)
            #expect(features["linux"]["seccomp"]["actions"].strings.contains("SCMP_ACT_NOTIFY"))
            #expect(features["linux"]["seccomp"]["archs"].strings.contains("SCMP_ARCH_AARCH64"))
            #expect(features["linux"]["intelRdt"]["schemata"].boolean == true)
            #expect(features["linux"]["memoryPolicy"]["modes"].strings.contains("MPOL_BIND"))
            #expect(features["linux"]["memoryPolicy"]["flags"].strings.contains("MPOL_F_STATIC_NODES"))
            #expect(features["linux"]["mountExtensions"]["idmap"]["enabled"].boolean == true)
        }

        @Test("spec writes a configuration that runs, and overwrites none")
        func specification() throws {
            try Bundle.with(["true"]) { bundle in
                try bundle.expectRefusal(["spec", "--bundle", bundle.path], ["config.json exists"])
                try bundle.script("rm $bundle/config.json; runtime spec --bundle $bundle --rootless").run().succeeded()
                let rootless = try JSON(parsing: HostFile.text("\(bundle.path)/config.json"))
                #expect(rootless["linux"]["uidMappings"][0]["hostID"].number == 0)
                #expect(rootless["linux"]["namespaces"].elements.contains { $0["type"] == "user" })
                try bundle.script("rm $bundle/config.json; runtime spec -b $bundle").run().succeeded()
                try bundle.configure {
                    $0["process"]["args"] = ["true"]
                    $0["process"]["terminal"] = false
                }
                try bundle.run("run", "--bundle", bundle.path, bundle.id).succeeded()
            }
        }

        @Test(
            "checkpoint and restore say that there are none, whatever their flags",
            arguments: ["checkpoint", "restore"])
        func checkpoint(verb: String) throws {
            let result = try Program(Self.program, [verb, "--image-path", "/x", "--tcp-established", "x"]).run()
            #expect(result.exitCode == 1 && result.errorText.contains("\(verb) is not supported"), "\(result)")
        }

        @Test("ps shows the container's processes alone, as a table or as JSON")
        func processes() throws {
            try Bundle.with(["sh", "-c", "sleep 1000 & sleep 1000"]) { bundle in
                try bundle.createAndStart()
                let came = try eventually {
                    try bundle.run("ps", "--format", "json", bundle.id).json().elements.count == 2
                }
                #expect(came)
                let ids = try bundle.run("ps", "-f", "json", bundle.id).json().elements.compactMap(\.number)
                #expect(ids.contains(Int64(try bundle.pid())))
                let table = try bundle.run("ps", bundle.id).lines
                #expect(table.count == 3 && table[0].contains("PID"), "\(table)")
                let columns = try bundle.run("ps", bundle.id, "-e", "-o", "pid,comm").lines
                #expect(columns.count == 3 && columns[0].split(separator: " ") == ["PID", "COMMAND"], "\(columns)")
            }
        }

        @Test("events tells the use once, or until the container ends")
        func events() throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                let once = try bundle.run("events", "--stats", bundle.id).json()
                #expect(once["type"] == "stats" && once["id"].string == bundle.id, "\(once)")
                #expect(once["data"]["pids"]["current"].number == 1, "\(once)")
                var follower = try bundle.program(["events", "--interval", "50ms", bundle.id]).start()
                try follower.output.wait(for: "stats")
                try bundle.run("kill", bundle.id, "KILL").succeeded()
                #expect(try follower.finish().exitCode == 0)
            }
        }

        @Test("update changes what its flags, or its file, name, and tells which value is wrong")
        func update() throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                try bundle.run("update", "--memory", "50M", "--pids-limit", "77", "--cpu-share", "512", bundle.id)
                    .succeeded()
                let use = { try bundle.run("events", "--stats", bundle.id).json()["data"] }
                #expect(try use()["memory"]["usage"]["limit"].number == 50 << 20)
                #expect(try use()["pids"]["limit"].number == 77)
                let file = "\(bundle.directory)/resources.json"
                try HostFile.write(#"{"memory":{"limit":67108864},"pids":{"limit":33}}"#, to: file)
                try bundle.run("update", "--resources", file, bundle.id).succeeded()
                #expect(try use()["memory"]["usage"]["limit"].number == 64 << 20)
                #expect(try use()["pids"]["limit"].number == 33)
                try HostFile.write(#"{"memory":{"limit":"1"}}"#, to: file)
                try bundle.expectRefusal(["update", "--resources", file, bundle.id], [file, "memory.limit"])
                for words in [["--memory", "-5"], ["--pids-limit", "x"], ["--cpu-share", "18446744073709551616"]] {
                    let result = try bundle.program(["update"] + words + [bundle.id]).run()
                    #expect(result.exitCode == 1 && result.errorText.contains(words[0]), "\(result)")
                }
                #expect(try use()["pids"]["limit"].number == 33)
            }
        }

        @Test("--log gets errors, and calls with --debug, in either format; an unwritable one is no obstacle")
        func log() throws {
            try Bundle.with { bundle in
                let log = "\(bundle.directory)/log"
                for format in ["text", "json"] {
                    let words = ["--log", log, "--log-format", format, "--debug", "state", "none"]
                    #expect(try bundle.program(words).run().exitCode == 1)
                }
                let lines = try HostFile.text(log).split(separator: "\n")
                try #require(lines.count == 4)
                #expect(lines[0].contains("level=debug msg=\"called: state none\""), "\(lines)")
                #expect(lines[1].contains("level=error msg=\"container none does not exist\""), "\(lines)")
                #expect(try JSON(parsing: String(lines.last ?? ""))["msg"] == "container none does not exist")
                #expect(try bundle.run("--log", "/nonexistent/log", "list").exitCode == 0)
            }
        }
    }
}
