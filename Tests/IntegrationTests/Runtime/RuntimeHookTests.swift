import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The runtime's hooks")
    struct RuntimeHookTests {
        private static let kinds = [
            "prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop",
        ]

        /// A hook that runs a script of the shell.
        private static func hook(_ script: String, timeout: Int64? = nil) -> JSON {
            var hook: JSON = [
                "path": "/bin/sh", "args": ["sh", "-c", .string(script)], "env": ["PATH=/usr/bin:/bin"],
            ]
            if let timeout { hook["timeout"] = .number(timeout) }
            return hook
        }

        /// Notes the hook's kind, its state and its mount namespace. Hooks start
        /// in the bundle, or in the container.
        private static func noting(_ kind: String) -> JSON {
            let place = kind == "startContainer" ? "/tmp" : "rootfs/tmp"
            let link = kind == "startContainer" ? "busybox readlink" : "readlink"
            return hook(
                "cat >\(place)/\(kind); echo \(kind) >>\(place)/order; \(link) /proc/self/ns/mnt >\(place)/\(kind).mnt")
        }

        private func note(_ name: String, in bundle: Bundle) throws -> String {
            try HostFile.text("\(bundle.rootFilesystem)/tmp/\(name)")
        }

        private func order(in bundle: Bundle) throws -> [String] {
            try note("order", in: bundle).split(separator: "\n").map(String.init)
        }

        @Test("run at their points, in the right namespaces, and are told the container's state")
        func points() throws {
            try Bundle.with { configuration in
                for kind in Self.kinds { configuration["hooks"][kind] = [Self.noting(kind)] }
                configuration["annotations"] = ["com.example.key": "a \"value\""]
            } _: { bundle in
                try bundle.create()
                let pid = Int64(try bundle.pid())
                #expect(try order(in: bundle) == Array(Self.kinds.prefix(3)))
                try bundle.run("start", bundle.id).succeeded()
                let inside = try String(
                    decoding: Descriptor.open("/proc/\(pid)/ns", [.directory]).symbolicLinkTarget("mnt"), as: UTF8.self)
                try bundle.run("kill", bundle.id, "KILL").succeeded()
                try bundle.wait(for: "stopped")
                try bundle.run("delete", bundle.id).succeeded()
                #expect(try order(in: bundle) == Self.kinds)
                let expected: [(String, String, Int64)] = [
                    ("prestart", "creating", pid), ("createRuntime", "creating", pid),
                    ("createContainer", "creating", 1), ("startContainer", "created", 1),
                    ("poststart", "running", pid), ("poststop", "stopped", 0),
                ]
                for (kind, status, pid) in expected {
                    let state = try JSON(parsing: note(kind, in: bundle))
                    #expect(state["id"].string == bundle.id)
                    #expect(state["status"].string == status, "\(kind)")
                    #expect(state["pid"].number == pid, "\(kind)")
                    #expect(state["bundle"].string == bundle.path)
                    #expect(state["annotations"]["com.example.key"].string == "a \"value\"")
                    let isInside = kind == "createContainer" || kind == "startContainer"
                    #expect((try note("\(kind).mnt", in: bundle) == inside) == isInside, "\(kind)")
                }
            }
        }

        @Test("find the container's root in the bundle before it is entered, with its mounts, and may add some")
        func root() throws {
            try Bundle.with(["cat", "/tmp/word"]) { configuration in
                configuration["root"]["readonly"] = true
                configuration["hooks"]["createContainer"] = [
                    Self.hook(
                        "test -e rootfs/proc/self/status && mount -t tmpfs new rootfs/tmp && echo yes >rootfs/tmp/word")
                ]
            } _: { bundle in
                let result = try bundle.run("run", "--bundle", bundle.path, bundle.id)
                #expect(result.text == "yes", "\(result)")
                #expect(HostFile.names(in: "\(bundle.rootFilesystem)/tmp").isEmpty)
            }
        }

        @Test(
            "that fail before the command runs end the container, and those run that are to know of its end",
            arguments: ["prestart", "createRuntime", "createContainer", "startContainer"])
        func failing(kind: String) throws {
            try Bundle.with(["sh", "-c", "echo never >>/tmp/order"]) { configuration in
                configuration["hooks"][kind] = [Self.hook("exit 0"), Self.hook("exit 7"), Self.noting(kind)]
                configuration["hooks"]["poststop"] = [Self.noting("poststop")]
            } _: { bundle in
                let result = try bundle.leave(["run", "--bundle", bundle.path, bundle.id])
                #expect(result.exitCode != 0)
                #expect(bundle.output.contains("hooks.\(kind)[1]: /bin/sh exited with 7"), "\(bundle.output)")
                #expect(try bundle.status() == nil)
                #expect(try order(in: bundle) == ["poststop"])
            }
        }

        @Test("that fail after the container's end are no more than warnings")
        func warnings() throws {
            try Bundle.with(["true"]) { configuration in
                configuration["hooks"]["poststop"] = [Self.hook("echo sad >&2; exit 4"), Self.noting("poststop")]
            } _: { bundle in
                let log = "\(bundle.directory)/log"
                try bundle.run("--log", log, "run", "--bundle", bundle.path, bundle.id).succeeded()
                #expect(try order(in: bundle) == ["poststop"])
                #expect(try HostFile.text(log).contains("hooks.poststop[0]: /bin/sh exited with 4: sad"))
            }
        }

        @Test("that fail once the command runs stop nothing, and are told of on standard error or in the log")
        func poststart() throws {
            try Bundle.with { configuration in
                configuration["hooks"]["poststart"] = [Self.hook("exit 4"), Self.noting("poststart")]
            } _: { bundle in
                try bundle.create()
                let result = try bundle.run("start", bundle.id).succeeded()
                #expect(
                    result.errorText == "skiff-runtime: warning: hooks.poststart[0]: /bin/sh exited with 4", "\(result)"
                )
                #expect(try order(in: bundle) == ["poststart"])
                #expect(try bundle.status() == "running")
                try bundle.run("delete", "--force", bundle.id).succeeded()
                try bundle.create()
                let log = "\(bundle.directory)/log"
                #expect(try bundle.run("--log", log, "start", bundle.id).succeeded().errorText.isEmpty)
                #expect(try HostFile.text(log).contains("level=warning msg=\"hooks.poststart[0]"))
            }
        }

        @Test("are killed after their timeout", arguments: ["prestart", "createContainer", "startContainer"])
        func timeout(kind: String) throws {
            try Bundle.with { configuration in
                configuration["hooks"][kind] = [Self.hook("sleep 1000 & wait", timeout: 1)]
            } _: { bundle in
                let result = try bundle.leave(["run", "--bundle", bundle.path, bundle.id])
                #expect(result.exitCode != 0)
                #expect(bundle.output.contains("hooks.\(kind)[0]: /bin/sh took longer than its timeout"))
            }
        }

        @Test("of the container's own are looked for inside it")
        func containerProgram() throws {
            try Bundle.with(["true"]) { configuration in
                configuration["hooks"]["startContainer"] = [
                    ["path": "/bin/busybox", "args": ["busybox", "touch", "/tmp/inside"]]
                ]
            } _: { bundle in
                try bundle.run("run", "--bundle", bundle.path, bundle.id).succeeded()
                #expect(HostFile.names(in: "\(bundle.rootFilesystem)/tmp") == ["inside"])
                try bundle.configure { $0["hooks"]["startContainer"] = [["path": "/usr/bin/python3"]] }
                let result = try bundle.leave(["run", "--bundle", bundle.path, bundle.id])
                #expect(result.exitCode != 0)
                #expect(bundle.output.contains("hooks.startContainer[0]: cannot run /usr/bin/python3: no such file"))
            }
        }

        @Test(
            "that are not there are found before anything is made", arguments: kinds.filter { $0 != "startContainer" })
        func absent(kind: String) throws {
            try Bundle.with { configuration in
                configuration["hooks"][kind] = [["path": "/nonexistent/hook"]]
            } _: { bundle in
                let result = try bundle.leave(["create", "--bundle", bundle.path, bundle.id])
                #expect(result.exitCode != 0)
                #expect(bundle.output.contains("hooks.\(kind)[0].path: cannot run /nonexistent/hook: no such file"))
                #expect(try bundle.status() == nil)
            }
        }
    }
}
