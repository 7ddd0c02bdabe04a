import TestSupport
import Testing

extension IntegrationTests {
    /// The calls that engines were seen to make, word for word, in the
    /// environment that they make them in.
    @Suite("Called as engines do")
    struct EngineCallTests {
        /// What the container runs, so that its first lines tell what it was given.
        private let command = [
            "sh", "-c", "ls /proc/self/fd | wc -l; exec 2>/dev/null; trap 'exit 0' TERM; while :; do sleep 0.05; done",
        ]

        /// `ask WORDS` calls the runtime as containerd's shim does: a socket is
        /// open as descriptor 3, and the environment holds what conmon left there.
        /// What they and the container write goes to the file.
        private func shim(_ bundle: Bundle, _ text: String, to file: String = "output") throws -> ProgramResult {
            let prelude = """
                exec 3<"$bundle"
                ask() {
                    env -i _OCI_SYNCPIPE=3 '\(bundle.mark)' '\(Installation.executables)/skiff-runtime' \
                        --root '\(bundle.root)' --log "$directory/log" --log-format json "$@"
                }

                """
            let script = bundle.script("{ \(prelude)\(text); } 2>&1")
            return try script.run(writingTo: "\(bundle.directory)/\(file)")
        }

        private static let further = #"""
            {"args": ["sh", "-c", "ls /proc/self/fd | wc -l; sleep 1000"], "cwd": "/", "env": ["PATH=/bin"],
             "user": {"uid": 0, "gid": 0}}
            """#

        @Test("the calls of containerd's shim, which writes nothing of its own into the container's output")
        func shimDialect() throws {
            try Bundle.with(command) { bundle in
                try HostFile.write(Self.further, to: "\(bundle.directory)/process.json")
                let calls = """
                    set -e
                    cd "$bundle"
                    ask create --bundle "$bundle" --pid-file "$directory/pid" "$id"
                    ask start "$id"
                    ask exec --process "$directory/process.json" --detach --pid-file "$directory/further" "$id"
                    ask pause "$id"
                    ask resume "$id"
                    """
                try shim(bundle, calls).succeeded()
                #expect(try HostFile.text("\(bundle.directory)/pid") == "\(try bundle.pid())")
                #expect(HostFile.exists("/proc/\(try HostFile.text("\(bundle.directory)/further"))/status"))
                // Three streams and the directory that ls reads; twice.
                #expect(try eventually { bundle.output.split(separator: "\n") == ["4", "4"] }, "\(bundle.output)")
                #expect(try shim(bundle, #"ask kill --all "$id" 15"#, to: "later").succeeded().output.isEmpty)
                try bundle.wait(for: "stopped")
                let delete = #"set -e; ask delete "$id"; ask delete --force "$id""#
                #expect(try shim(bundle, delete, to: "later").succeeded().output.isEmpty)
                #expect(bundle.output.split(separator: "\n") == ["4", "4"], "\(bundle.output)")
                #expect(!HostFile.exists("\(bundle.directory)/log"))
            }
        }

        @Test("an error is a line of JSON in the log, with a text that the shim looks for")
        func log() throws {
            try Bundle.with(["no-such-command"]) { bundle in
                let create = #"ask create --bundle "$bundle" --pid-file "$directory/pid" "$id""#
                #expect(try shim(bundle, create).exitCode == 1)
                let line = try JSON(parsing: HostFile.text("\(bundle.directory)/log"))
                #expect(line["level"].string == "error")
                #expect(line["msg"].string?.contains("executable file not found") == true)
                #expect(line["time"].string?.hasSuffix("Z") == true)
                #expect(try bundle.status() == nil, "a container that could not be created is none")
            }
        }

        @Test("a command that can't be executed by the user fails create, not start")
        func lookup() throws {
            let refusals = [
                (["/none"], 0, "no such file or directory"), (["/etc"], 0, "permission denied"),
                (["/etc/text"], 0, "permission denied"), (["/bin/secret"], 1000, "permission denied"),
            ]
            for (command, user, fragment) in refusals {
                try Bundle.with(command, edit: { $0["process"]["user"]["uid"] = .number(Int64(user)) }) { bundle in
                    try HostFile.write("text", to: "\(bundle.rootFilesystem)/etc/text")
                    try Program("install", ["-m", "0700", "/bin/busybox", "\(bundle.rootFilesystem)/bin/secret"])
                        .run().succeeded()
                    let result = try bundle.leave(["create", "--bundle", bundle.path, bundle.id])
                    #expect(result.exitCode == 1, "\(command)")
                    #expect(bundle.output.contains(fragment), "\(command): \(bundle.output)")
                }
            }
            try Bundle.with(["/bin/secret"]) { bundle in
                try Program("install", ["-m", "0700", "/bin/busybox", "\(bundle.rootFilesystem)/bin/secret"])
                    .run().succeeded()
                try bundle.create()
            }
        }

        @Test("the calls of conmon, with either form of a flag's value")
        func conmonDialect() throws {
            try Bundle.with(command) { bundle in
                try HostFile.write(Self.further, to: "\(bundle.directory)/process.json")
                let calls = """
                    set -e
                    runtime --log="$directory/log" --log-format=json create --bundle="$bundle" --pid-file="$directory/pid" "$id"
                    runtime start "$id"
                    runtime exec --pid-file "$directory/further" --process "$directory/process.json" --detach "$id"
                    runtime kill "$id" 0
                    runtime kill "$id" TERM
                    """
                try bundle.script("{ \(calls); } 2>&1").run(writingTo: "\(bundle.directory)/output").succeeded()
                try bundle.wait(for: "stopped")
                let stopped = try bundle.run("kill", bundle.id, "15")
                #expect(stopped.exitCode == 1)
                #expect(stopped.errorText.contains("container not running"))
                try bundle.run("delete", "--force", bundle.id).succeeded()
                #expect(try bundle.run("delete", "--force", bundle.id).exitCode == 0)
            }
        }

        @Test("what can't be set up by exec exits 255, what ran exits as it did")
        func execFailures() throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                #expect(try bundle.run("exec", bundle.id, "no-such-command").exitCode == 255)
                #expect(try bundle.run("exec", bundle.id, "sh", "-c", "exit 9").exitCode == 9)
                #expect(try bundle.run("exec", bundle.id + "-none", "true").exitCode == 255)
                try bundle.run("pause", bundle.id).succeeded()
                let paused = try bundle.run("exec", bundle.id, "true")
                #expect(paused.exitCode == 255)
                #expect(paused.errorText.contains("cannot exec in a paused container"))
                try bundle.run("resume", bundle.id).succeeded()
            }
        }

        @Test("docker's hook: its first word is not its path, and the state comes by standard input")
        func hook() throws {
            try Bundle.with { bundle in
                let file = "\(bundle.directory)/hook"
                try bundle.configure { configuration in
                    let words = ["libnetwork-setkey", "-c", "cat >\(file); echo $0 >>\(file)", "argument"]
                    configuration["hooks"]["prestart"] = .array([
                        .object(["path": .string("/bin/sh"), "args": .array(words.map { .string($0) })])
                    ])
                }
                try bundle.create()
                let text = try HostFile.text(file)
                #expect(text.hasSuffix("argument"))
                let state = try JSON(parsing: String(text.dropLast("argument".count)))
                #expect(state["id"].string == bundle.id)
                #expect(state["pid"].number == Int64(try bundle.pid()))
                #expect(state["status"].string == "creating")
            }
        }
    }
}
