import TestSupport
import Testing

extension IntegrationTests {
    @Suite("What run answers")
    struct ExitCodeTests {
        private let skiff = Skiff.current

        @Test(
            "the exit code is the command's own, or Docker's",
            arguments: [
                (["busybox", "true"], 0), (["busybox", "sh", "-c", "exit 7"], 7),
                (["busybox", "sh", "-c", "exit 255"], 255),
                (["busybox", "no-such-command"], 127), (["busybox", "/no/such/file"], 127),
                (["busybox", "/etc/passwd"], 126),
                (["busybox", "/etc"], 126), (["no-such-image", "true"], 125),
                (["--no-such-flag", "busybox", "true"], 125),
                (["--memory", "many", "busybox", "true"], 125), (["--cpus", "0.001", "busybox", "true"], 125),
                (["busybox", ""], 127), ([], 125),
                (["--init", "busybox", "sh", "-c", "exit 9"], 9), (["--init", "busybox", "no-such-command"], 127),
                (["--init", "busybox", "/etc"], 126),
                (["--init", "busybox", "sh", "-c", "kill -9 $$"], 137),
                (["--init", "busybox", "sh", "-c", "kill $$"], 143),
                (["--init", "busybox", "sh", "-c", "kill -SEGV $$"], 139),
            ] as [([String], Int32)])
        func exitCode(words: [String], expected: Int32) throws {
            let before = try HostSnapshot(of: skiff)
            let result = try skiff.run(["run", "--rm"] + words)
            #expect(result.exitCode == expected, "\(result)")
            if [125, 126].contains(expected) || words.contains("no-such-command") { #expect(!result.error.isEmpty) }
            try skiff.expectHost(unchangedSince: before)
        }

        @Test(
            "a refusal is one sentence that names what it is about",
            arguments: [
                (["no-such-image", "true"], "no-such-image"), (["busybox", "no-such-command"], "no-such-command"),
                (["--no-such-flag", "busybox"], "--no-such-flag"),
                (["--name", "../x", "busybox"], "../x"), (["--network", "moon", "busybox"], "moon"),
                (["--cap-add", "FLY", "busybox"], "FLY"), (["--pull", "often", "busybox"], "--pull"),
            ])
        func sentence(words: [String], name: String) throws {
            let result = try skiff.run(["run", "--rm"] + words)
            #expect(result.output.isEmpty)
            #expect(result.errorText.contains(name), "\(result)")
            #expect(result.errorText.split(separator: "\n").count <= 2, "\(result)")
        }

        @Test("a container that can't start leaves nothing, without --rm too")
        func failedStart() throws {
            let before = try HostSnapshot(of: skiff)
            for words in [
                ["busybox", "no-such-command"], ["-d", "busybox", "/etc"],
                ["--user", "nobody-here", "busybox", "true"], ["-v", "/etc:/proc/x", "busybox", "true"],
            ] {
                #expect(try skiff.run(["run"] + words).exitCode >= 125, "\(words)")
            }
            try skiff.expectHost(unchangedSince: before)
        }

        @Test("without --rm the container stays until it is removed")
        func stays() throws {
            let name = Skiff.newName()
            #expect(try skiff.run("run", "--name", name, "busybox", "sh", "-c", "echo kept; exit 3").exitCode == 3)
            let state = try skiff.inspect(name)["State"]
            #expect(state["Status"].string == "exited")
            #expect(state["ExitCode"].number == 3)
            #expect(try skiff.run("logs", name).text == "kept")
            #expect(try skiff.run("rm", name).text == name)
            #expect(try skiff.run("inspect", name).exitCode == 1)
        }

        @Test("an image that is here is not asked for", arguments: ["missing", "never"])
        func pull(policy: String) throws {
            #expect(try skiff.run("run", "--rm", "--pull", policy, "busybox", "true").exitCode == 0)
            #expect(try skiff.run("run", "--rm", "--pull", policy, "absent", "true").exitCode == 125)
        }
    }
}
