import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// What a container, or who asks for a process in it, may try with `exec`.
    @Suite("Exec into a container that is hostile")
    struct HostileExecTests {
        private static let top = "../../../../../../../../../../.."

        @Test("CVE-2024-21626: no descriptor of the runtime's is a working directory, by --cwd and by --process")
        func workingDirectories() throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                for number in 0...63 {
                    let path = "/proc/self/fd/\(number)"
                    let command = ["cat", "\(Self.top)/etc/hostname"]
                    try bundle.expectExecRefusal(["--cwd", path, bundle.id] + command, [path])
                    try bundle.writeProcess(["cwd": .string(path), "args": .array(command.map { .string($0) })])
                    try bundle.expectExecRefusal(["--process", bundle.processFile, bundle.id], [path])
                }
            }
        }

        @Test("CVE-2024-21626: no link of the image's leads a working directory to a descriptor")
        func linkedWorkingDirectory() throws {
            try Bundle.with { bundle in
                let root = try Descriptor.open(bundle.rootFilesystem, [.directory])
                try bundle.createAndStart()
                for number in 3...15 {
                    try root.makeSymbolicLink("work", to: "/proc/self/fd/\(number)")
                    try bundle.expectExecRefusal(["--cwd", "/work", bundle.id, "true"], ["/work"])
                    try bundle.expectExecRefusal(["--cwd", "/work/\(Self.top)", bundle.id, "true"], ["/work"])
                    try root.removeTree("work")
                }
            }
        }

        @Test("CVE-2024-21626: no descriptor leads a command, or its interpreter, out of the root")
        func commands() throws {
            try Bundle.with { bundle in
                let root = try Descriptor.open(bundle.rootFilesystem, [.directory])
                try bundle.createAndStart()
                for number in 3...31 {
                    let path = "/proc/self/fd/\(number)/\(Self.top)/bin/busybox"
                    try bundle.expectExecRefusal([bundle.id, path, "echo", "escaped"], [path])
                    try root.writeFile("script", Array("#!\(path)\n".utf8), mode: 0o755)
                    try bundle.expectExecRefusal([bundle.id, "/script"], ["/script"])
                }
            }
        }

        @Test(
            "a user is a number and nothing that looks like one",
            arguments: [
                "0x10", "1e3", "+5", "-1", "", " 5", "5 ", "1_0", "٣", "root", "alias", "5:", ":5", "5:x", "5:+5",
                "4294967295", "5:4294967295", "4294967296", "99999999999999999999",
            ])
        func userNames(text: String) throws {
            try Bundle.with { bundle in
                let result = try bundle.run("exec", "--user=\(text)", bundle.id, "true")
                #expect(result.exitCode == 1 && result.output.isEmpty, "\(result)")
                #expect(result.errorText.hasPrefix("invalid argument \"\(text)\" for "), "\(result)")
            }
        }

        @Test("the image's passwd has no say in who a number is")
        func accounts() throws {
            try Bundle.with { bundle in
                let lines = [
                    "0:x:5000:5000::/:/bin/sh", "10:x:0:0::/:/bin/sh", "2147483648:x:0:0::/:/bin/sh",
                    "alias:x:0:0::/:/bin/sh",
                ]
                let etc = try Descriptor.open("\(bundle.rootFilesystem)/etc", [.directory])
                try etc.writeFile("passwd", Array((lines.joined(separator: "\n") + "\n").utf8))
                try etc.writeFile("group", Array("0:x:5000:\n10:x:0:10\n".utf8))
                try bundle.createAndStart()
                let users: [(String, UInt32)] = [
                    ("0", 0), ("10", 10), ("010", 10), ("2147483648", 1 << 31), ("4294967294", .max - 1),
                ]
                for (text, id) in users {
                    let script = "grep -E '^(Uid|Gid|Groups)' /proc/self/status"
                    let result = try bundle.run("exec", "--user", "\(text):\(text)", bundle.id, "/bin/sh", "-c", script)
                    let ids = ":" + String(repeating: "\t\(id)", count: 4)
                    #expect(result.lines.prefix(2) == ["Uid\(ids)", "Gid\(ids)"], "\(text): \(result)")
                    #expect(result.lines.last == "Groups:\t ", "\(text): \(result)")
                }
            }
        }

        @Test("CVE-2022-29162: a capability that is added is not inheritable")
        func capabilities() throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                let sets = ["grep", "-E", "^Cap(Inh|Prm|Amb)", "/proc/self/status"]
                let root = try bundle.program(["exec", "--cap", "CAP_SYS_PTRACE", bundle.id, "busybox"] + sets).run()
                #expect(
                    root.lines == [
                        "CapInh:\t0000000000000000", "CapPrm:\t0000000020080420", "CapAmb:\t0000000000000000",
                    ],
                    "\(root)")
                try bundle.writeProcess(["args": .array((["busybox"] + sets).map { .string($0) }), "capabilities": [:]])
                let none = try bundle.run("exec", "--process", bundle.processFile, bundle.id)
                #expect(
                    none.lines.allSatisfy { $0.hasSuffix("\t0000000000000000") } && none.lines.count == 3, "\(none)")
            }
        }

        @Test("a process's file that is no process is refused with its name")
        func processFiles() throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                for (file, reason) in [
                    ("/dev/zero", "too large"), (bundle.directory, "is a directory"), ("/nonexistent", "no such file"),
                    ("/dev/null", "expected a value"), ("\(bundle.path)/config.json", "cwd"),
                ] {
                    try bundle.expectExecRefusal(["--process", file, bundle.id], [file, reason])
                }
            }
        }
    }
}

extension Bundle {
    /// A file with a `process` in it, for `exec --process`.
    var processFile: String { "\(directory)/process.json" }

    /// Writes the file: a process that does as the bundle's others, but for these members.
    func writeProcess(_ members: [String: JSON]) throws {
        var process: JSON = ["user": ["uid": 0, "gid": 0], "cwd": "/", "env": ["PATH=/bin"]]
        process["env"][1] = .string(mark)
        for (name, value) in members { process[name] = value }
        try HostFile.write(process.text, to: processFile)
    }

    /// Expects that `exec` with these words is refused in one sentence, which
    /// has the fragments, with 255, and that nothing has run.
    func expectExecRefusal(
        _ words: [String], _ fragments: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = try program(["exec"] + words).run()
        #expect(result.exitCode == 255 && result.output.isEmpty, "\(words): \(result)", sourceLocation: sourceLocation)
        let sentence = result.errorText
        #expect(
            sentence.hasPrefix("skiff-runtime: ") && !sentence.contains("\n"), "\(words): \(sentence)",
            sourceLocation: sourceLocation)
        for fragment in fragments {
            #expect(sentence.contains(fragment), "\(words): \(sentence)", sourceLocation: sourceLocation)
        }
    }
}
