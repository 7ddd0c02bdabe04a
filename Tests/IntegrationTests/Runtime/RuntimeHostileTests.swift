import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// What an image may bring to make the runtime work outside of its root.
    @Suite("A bundle whose root file system is hostile")
    struct RuntimeHostileTests {
        /// How a link may try to leave the root.
        static let ways = ["", "../../../../../../../../../.."]

        /// Runs a command in a root that was changed; whatever comes of it, the
        /// canary lives and nothing is left.
        private func run(
            _ command: [String] = ["true"], edit: (inout JSON) -> Void = { _ in },
            change: (borrowing Descriptor, _ target: (String) -> String) throws -> Void,
            expecting: (ProgramResult) throws -> Void = { _ in }
        ) throws {
            for way in Self.ways {
                try withTemporaryDirectory { outside in
                    let canary = try Canary(in: outside)
                    try Bundle.with(command, edit: edit) { bundle in
                        try change(Descriptor.open(bundle.rootFilesystem, [.directory])) { "\(way)\(outside)/\($0)" }
                        let result = try bundle.run("run", "--bundle", bundle.path, bundle.id)
                        #expect(result.exitCode == 0 || result.exitCode == 1, "\(result)")
                        try expecting(result)
                    }
                    try canary.expectIntact()
                }
            }
        }

        @Test("links in place of directories that are mounted over", arguments: ["dev", "proc", "sys"])
        func directories(name: String) throws {
            for target in ["directory", "new", "passwd"] {
                try run { root, link in
                    try root.removeTree(name)
                    try root.makeSymbolicLink(name, to: link(target))
                }
            }
        }

        @Test(
            "CVE-2019-19921, CVE-2023-27561: links in place of /proc and /sys are refused", arguments: ["proc", "sys"])
        func kernelDirectories(name: String) throws {
            try run { root, _ in
                try root.removeTree(name)
                try root.makeSymbolicLink(name, to: "tmp")
            } expecting: { result in
                #expect(result.exitCode == 1 && result.errorText.contains("/\(name)"), "\(result)")
            }
        }

        @Test(
            "links in place of devices, without a file system over /dev",
            arguments: ["null", "console", "ptmx", "tty", "fd", "core", "pts", "shm", "mqueue"])
        func devices(name: String) throws {
            for target in ["null", "new", "directory"] {
                try run(
                    edit: { configuration in
                        configuration["mounts"] = .array(
                            configuration["mounts"].elements.filter { $0["destination"] != "/dev" })
                    },
                    change: { root, link in
                        try root.openDirectory("dev").makeSymbolicLink(name, to: link(target))
                    })
            }
        }

        @Test("CVE-2025-52565: a link in place of the console, with a terminal")
        func console() throws {
            for target in ["console", "new", "directory"] {
                try run(
                    ["tty"],
                    edit: { configuration in
                        configuration["process"]["terminal"] = true
                        configuration["mounts"] = .array(
                            configuration["mounts"].elements.filter { $0["destination"] != "/dev" })
                    },
                    change: { root, link in
                        try root.openDirectory("dev").makeSymbolicLink("console", to: link(target))
                    })
            }
        }

        @Test(
            "CVE-2021-30465: links in place of a mount's target",
            arguments: ["/target", "/target/below", "/target/below/deep", "/bin/../target/x"])
        func mountTargets(destination: String) throws {
            try withTemporaryDirectory { volume in
                try Descriptor.open(volume, [.directory]).writeFile("marker", [65])
                let mounts: [JSON] = [
                    [
                        "destination": .string(destination), "type": "bind", "source": .string(volume),
                        "options": ["bind"],
                    ],
                    ["destination": .string(destination), "type": "tmpfs", "source": "tmpfs"],
                    [
                        "destination": .string(destination), "type": "bind", "source": .string("\(volume)/marker"),
                        "options": ["rbind"],
                    ],
                ]
                for mount in mounts {
                    for target in ["directory", "new", "passwd"] {
                        try run(
                            edit: { $0["mounts"][$0["mounts"].elements.count] = mount },
                            change: { root, link in
                                try root.makeSymbolicLink("target", to: link(target))
                            })
                    }
                }
                #expect(HostFile.names(in: volume) == ["marker"])
            }
        }

        @Test("links in place of what is masked or made read-only")
        func masks() throws {
            let edit = { (configuration: inout JSON) in
                configuration["linux"]["maskedPaths"] = ["/masked", "/proc/kcore"]
                configuration["linux"]["readonlyPaths"] = ["/readonly"]
            }
            for target in ["passwd", "directory", "new"] {
                try run(
                    edit: edit,
                    change: { root, link in
                        try root.makeSymbolicLink("masked", to: link(target))
                        try root.makeSymbolicLink("readonly", to: link(target))
                    })
            }
        }

        @Test("a link in place of the working directory, which is made in the root")
        func workingDirectory() throws {
            for target in ["directory", "new", "passwd"] {
                try run(
                    ["sh", "-c", "echo x >written"], edit: { $0["process"]["cwd"] = "/work" },
                    change: { root, link in
                        try root.makeSymbolicLink("work", to: link(target))
                    })
            }
        }

        @Test("CVE-2024-21626: no descriptor of the runtime's is a working directory or a command")
        func descriptors() throws {
            let top = "../../../../../../../../../../.."
            try Bundle.with(["cat", "\(top)/etc/hostname"]) { bundle in
                for number in 0...63 {
                    try bundle.configure { $0["process"]["cwd"] = .string("/proc/self/fd/\(number)") }
                    let result = try bundle.run("run", "--bundle", bundle.path, bundle.id)
                    #expect(result.exitCode == 1 && result.errorText.contains("/proc/self/fd/\(number)"), "\(result)")
                }
                for number in 3...63 {
                    let path = "/proc/self/fd/\(number)/\(top)/bin/busybox"
                    try bundle.configure {
                        $0["process"]["cwd"] = "/"
                        $0["process"]["args"] = [.string(path), "echo", "escaped"]
                    }
                    let result = try bundle.run("run", "--bundle", bundle.path, bundle.id)
                    #expect(result.exitCode == 1 && result.output.isEmpty, "\(number): \(result)")
                }
            }
        }

        @Test(
            "user ids up to the last are the process's, and -1 is none", arguments: [1 << 31, (1 << 32) - 2] as [Int64])
        func users(id: Int64) throws {
            try Bundle.with(["sh", "-c", "grep -E '^[UG]id' /proc/self/status"]) { configuration in
                configuration["process"]["user"] = ["uid": .number(id), "gid": .number(id)]
            } _: { bundle in
                let result = try bundle.run("run", "--bundle", bundle.path, bundle.id)
                let line = "id:" + String(repeating: "\t\(id)", count: 4)
                #expect(result.text == "U\(line)\nG\(line)", "\(result)")
                for (field, number) in [("uid", (1 << 32) - 1), ("gid", (1 << 32) - 1), ("uid", 1 << 32)]
                    as [(String, Int64)]
                {
                    try bundle.configure { $0["process"]["user"] = ["uid": 0, "gid": 0] }
                    try bundle.configure { $0["process"]["user"][field] = .number(number) }
                    try bundle.expectRefusal(["run", "--bundle", bundle.path, bundle.id], ["process.user.\(field)"])
                }
            }
        }
    }
}
