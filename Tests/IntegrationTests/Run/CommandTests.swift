import TestSupport
import Testing

extension IntegrationTests {
    @Suite("What runs, where, and with which environment")
    struct CommandTests {
        private let skiff = Skiff.current

        @Test("variables come from the flags, the file and skiff's own environment, in this order of strength")
        func environment() throws {
            try withTemporaryDirectory { directory in
                try HostFile.write("# a comment\nFILE=file\nBOTH=file\n\nSPACED=a b  c\n", to: "\(directory)/env")
                var program = skiff.program(
                    [
                        "run", "--rm", "-e", "BOTH=flag", "-e", "PASSED", "-e", "ABSENT", "-e", "EMPTY=", "--env-file",
                        "\(directory)/env", "-e", "PATH=/bin", "busybox", "/usr/bin/env",
                    ])
                program.environment.append("PASSED=on")
                let lines = try program.run().succeeded().lines
                for line in [
                    "FILE=file", "BOTH=flag", "PASSED=on", "EMPTY=", "SPACED=a b  c", "PATH=/bin", "HOME=/root",
                ] { #expect(lines.contains(line), "\(line)") }
                #expect(!lines.contains { $0.hasPrefix("ABSENT") || $0.hasPrefix("SKIFF_ROOT") })
                #expect(Set(lines.map { $0.prefix { $0 != "=" } }).count == lines.count)
            }
        }

        @Test(
            "HOME is the user's in the image",
            arguments: [("user", "/home/user"), ("www-data", "/var/www"), ("4321", "/")])
        func home(user: String, expected: String) throws {
            #expect(try skiff.shell(["--user", user], "echo $HOME").text == expected)
        }

        @Test(
            "the working directory is the one asked for, and made when it is absent",
            arguments: ["/tmp", "/etc/../usr", "/made/for/this", "/var/run/x"])
        func workingDirectory(path: String) throws {
            let expected = ["/etc/../usr": "/usr", "/var/run/x": "/run/x"][path] ?? path
            #expect(try skiff.shell(["--workdir", path], "pwd -P").text == expected)
        }

        @Test("a working directory that is a file is refused by name")
        func workingDirectoryIsFile() throws {
            let result = try skiff.shell(["--workdir", "/etc/passwd"], "pwd")
            #expect(result.exitCode == 125)
            #expect(result.errorText.contains("/etc/passwd"))
        }

        @Test(
            "the entrypoint replaces the command, and an empty one leaves it",
            arguments: [
                (["--entrypoint", "/bin/echo", "busybox", "a", "b c"], "a b c"),
                (["--entrypoint", "", "busybox", "echo", "x"], "x"),
                (["--entrypoint", "hostname", "-h", "me", "busybox"], "me"),
            ])
        func entrypoint(words: [String], expected: String) throws {
            #expect(try skiff.run(["run", "--rm"] + words).text == expected)
        }

        @Test("words reach the command as they are")
        func words() throws {
            let words = ["", "a b", "'\"\\", "$HOME", "ü\u{1F6A3}", "-x", "--", "*"]
            let argv = try skiff.run([
                "run", "--rm", "probe", "/probe", "--only", "process", "--writable", words.joined(separator: ";"),
            ]).json()["process"]["argv"]
            #expect(argv.strings.last == words.joined(separator: ";"))
            #expect(
                try skiff.run(["run", "--rm", "busybox", "printf", "%s|"] + words).text
                    == words.map { $0 + "|" }.joined())
        }

        @Test("the small init reaps what is orphaned, and another first process need not", arguments: [true, false])
        func reaping(hasInit: Bool) throws {
            let orphan = ["sleep", "0.765"]
            let command = ["sh", "-c", "(\(orphan.joined(separator: " ")) &); exec sleep 1000"]
            try skiff.withContainer(hasInit ? ["--init"] : [], command) { container in
                let words = HostProcess(container.pid).words
                #expect(words.starts(with: ["/sbin/skiff-init", "--"]) == hasInit)
                let isOrphaned = try eventually { orphans(words: orphan, of: container).count == 1 }
                #expect(isOrphaned)
                let hasEnded = try eventually { orphans(words: orphan, of: container).isEmpty }
                #expect(hasEnded)
                // A zombie has no words; one that is reaped is gone in no time.
                let leavesZombie = try !eventually(within: .milliseconds(500)) {
                    orphans(words: [], of: container).isEmpty
                }
                #expect(leavesZombie == !hasInit)
            }
        }

        /// The children of the container's first process with these words.
        private func orphans(words: [String], of container: RunningContainer) -> [HostProcess] {
            HostProcess.all.filter { $0.parent?.id == container.pid && $0.words == words }
        }

        @Test("processes that are left when the first one ends are ended, too")
        func leftovers() throws {
            let name = Skiff.newName()
            let result = try skiff.run(
                "run", "--rm", "--name", name, "busybox", "sh", "-c", "sleep 4321 & setsid sleep 4321 & echo started")
            #expect(result.text == "started")
            let isGone = try eventually { !HostProcess.all.contains { $0.words == ["sleep", "4321"] } }
            #expect(isGone)
        }
    }
}
