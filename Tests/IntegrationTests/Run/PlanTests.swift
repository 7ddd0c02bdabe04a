import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("run --plan", .withSkiff(.busybox))
    struct PlanTests {
        private var skiff: Skiff { Skiff.current }

        @Test("a plan is made of what a start then does, and makes nothing")
        func truth() throws {
            let options = [
                "--init", "-m", "64m", "--pids-limit", "50", "-e", "A=b", "-w", "/tmp", "--cap-drop", "CHOWN",
                "--read-only",
                "--tmpfs", "/scratch", "--ulimit", "nofile=100", "-u", "1:2",
            ]
            let before = try HostSnapshot(of: skiff)
            let plan = try skiff.run(["run", "--plan=json"] + options + ["busybox", "sleep", "1000"]).json()
            try skiff.expectHost(unchangedSince: before)
            let planned = plan["specification"]
            try skiff.withContainer(options) { container in
                let path = "\(skiff.root)/containers/\(container.id)/config.json"
                let real = try JSON(parsing: HostFile.text(path))
                for field in ["mounts", "root"] {
                    #expect(planned[field] == real[field], "\(field)")
                }
                for field in ["args", "cwd", "user", "capabilities", "rlimits"] {
                    #expect(planned["process"][field] == real["process"][field], "\(field)")
                }
                for field in ["namespaces", "maskedPaths", "readonlyPaths", "resources", "sysctl"] {
                    #expect(planned["linux"][field] == real["linux"][field], "\(field)")
                }
                #expect(planned["linux"]["seccomp"]["defaultAction"].string == "SCMP_ACT_ERRNO")
                let id = try #require(planned["linux"]["cgroupsPath"].string)
                for write in plan["cgroupWrites"].elements {
                    let file = (write["file"].string ?? "").replacing(id, with: "/skiff-\(container.id)")
                    #expect(try HostFile.text(file) == write["text"].string, "\(file)")
                }
                #expect(plan["cgroupWrites"].elements.count >= 2)
            }
        }

        @Test("a page tells of all parts, and of a directory that would be made")
        func page() throws {
            try withTemporaryDirectory { host in
                let words = [
                    "run", "--plan", "--name", "later", "-v", "\(host)/new:/data:ro", "busybox", "httpd", "-f",
                ]
                let before = try HostSnapshot(of: skiff)
                let text = try skiff.run(words).succeeded().text
                try skiff.expectHost(unchangedSince: before)
                for title in [
                    "Process", "Root", "Mounts", "Namespaces", "Cgroup", "Devices", "Capabilities", "System calls",
                    "Kernel parameters", "Hidden or read-only in the root", "Made on the host first",
                ] {
                    #expect(text.contains("\n\(title)\n"), "\(title)")
                }
                for line in [
                    "command     httpd -f", "/data  bind from \(host)/new  (rbind,rprivate,ro,rro)", "user  the host's",
                    "network  new", "  \(host)/new",
                ] {
                    #expect(text.contains(line), "\(line)")
                }
                #expect(!HostFile.exists("\(host)/new"))
            }
        }

        @Test("what a start refuses a plan refuses")
        func refusals() throws {
            for (words, fragment) in [
                (["--plan", "nothing-here"], "nothing-here"), (["--plan=yaml", "busybox"], "text or json"),
                (["--plan", "--network", "container:nobody", "busybox"], "no such container"),
                (["--plan", "-m", "1k", "busybox"], "too small"),
                (["--plan", "-u", "nobody-here", "busybox"], "no user"),
                (["--plan", "--mount", "type=bind,source=/nothing,target=/x", "busybox"], "/nothing"),
            ] {
                try skiff.expectRefusal(["run"] + words, 125, [fragment])
            }
        }
    }
}
