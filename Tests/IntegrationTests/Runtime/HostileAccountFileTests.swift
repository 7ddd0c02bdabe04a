import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// Files of the image that a runtime may be tempted to read.
    @Suite("Account files of an image that are")
    struct HostileAccountFileTests {
        /// Runs the words of the runtime's; answers its result and how many
        /// KiB it had in memory at most.
        private func measure(_ bundle: Bundle, _ words: [String]) throws -> (ProgramResult, Int) {
            let script = """
                import resource, subprocess, sys
                code = subprocess.run(sys.argv[1:]).returncode
                print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
                sys.exit(code)
                """
            let runtime = bundle.program(words)
            let result = try Program(
                "/usr/bin/python3", ["-c", script, runtime.path] + runtime.arguments, environment: runtime.environment
            ).run(within: .seconds(20))
            return (result, try #require(Int(result.errorText.split(separator: "\n").last ?? "")))
        }

        @Test("of 1 GiB cost neither time nor memory", arguments: [false, true])
        func large(startsWithEntry: Bool) throws {
            try Bundle.with { bundle in
                let etc = try Descriptor.open("\(bundle.rootFilesystem)/etc", [.directory])
                for name in ["passwd", "group"] {
                    try etc.writeFile(name, Array((startsWithEntry ? "a:x:0:0::/home:/bin/sh\n" : "").utf8))
                    try Program("/usr/bin/truncate", ["-s", "1G", "\(bundle.rootFilesystem)/etc/\(name)"]).run()
                        .succeeded()
                }
                try bundle.createAndStart()
                let home = startsWithEntry ? "/home" : "/"
                let user = ["exec", "--user", "0:10", "--additional-gids", "20", bundle.id]
                let (exec, memory) = try measure(bundle, user + ["/bin/sh", "-c", "echo $HOME"])
                #expect(exec.exitCode == 0 && exec.text == home, "\(exec)")
                #expect(memory < 32 * 1024, "\(memory) KiB")
                try bundle.run("delete", "--force", bundle.id).succeeded()
                try bundle.configure { $0["process"]["args"] = ["sh", "-c", "echo $HOME"] }
                let (run, peak) = try measure(bundle, ["run", "--bundle", bundle.path, bundle.id])
                #expect(run.exitCode == 0 && run.text == home, "\(run)")
                #expect(peak < 32 * 1024, "\(peak) KiB")
            }
        }

        @Test("no files, and lead out of the root, are not read", arguments: ["fifo", "directory", "device", "link"])
        func kinds(kind: String) throws {
            try withTemporaryDirectory { outside in
                let canary = try Canary(in: outside)
                try Bundle.with { bundle in
                    let make = [
                        "fifo": "mkfifo", "directory": "mkdir", "device": "cp -a /dev/zero",
                        "link": "ln -s \(outside)/passwd",
                    ]
                    for name in ["passwd", "group"] {
                        try bundle.script("\(make[kind] ?? "") $bundle/rootfs/etc/\(name)").run().succeeded()
                    }
                    try bundle.createAndStart()
                    let result = try bundle.run("exec", "--user", "5:5", bundle.id, "/bin/sh", "-c", "echo $HOME")
                    #expect(result.exitCode == 0 && result.text == "/", "\(result)")
                }
                try canary.expectIntact()
            }
        }
    }
}
