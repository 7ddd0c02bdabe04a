import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// What becomes of commands, and of containers, when the state directory isn't as they left it.
    @Suite("A state directory in a bad state")
    struct BadStateTests {
        /// Runs the script in a mount namespace of its own, in which a state directory with an image and a running
        /// container, `sleeper`, is mounted read-only.
        private func onReadOnly(_ script: String) throws -> ProgramResult {
            try withTemporaryDirectory { directory in
                let prelude = """
                    mount -t tmpfs tmpfs '\(directory)' || exit 99
                    skiff='\(Installation.executables)/skiff'
                    export SKIFF_ROOT='\(directory)/root'
                    export SKIFF_NETWORK=none
                    $skiff load -i '\(try Installation.layout(of: .busybox))' >/dev/null
                    $skiff run -d --name sleeper busybox sh -c 'echo ready; sleep 1000' >/dev/null
                    mount --bind '\(directory)' '\(directory)' && mount -o remount,bind,ro '\(directory)'

                    """
                let coda = "\ncd /; umount '\(directory)'; $skiff rm -f sleeper >/dev/null; umount '\(directory)'"
                return try Program("/usr/bin/unshare", ["-m", "sh", "-c", prelude + script + coda]).run()
            }
        }

        @Test("that is read-only is still read, and its containers are heard and ended")
        func reading() throws {
            let result = try onReadOnly(
                """
                $skiff ps --format '{{.Names}} {{.State}}'; $skiff images --format '{{.Repository}}'
                $skiff logs sleeper; $skiff exec sleeper echo inside
                $skiff stop -t 0 sleeper; $skiff inspect -f '{{.State.Status}} {{.State.ExitCode}}' sleeper
                """)
            #expect(
                result.lines == ["sleeper running", "busybox", "ready", "inside", "sleeper", "exited 137"], "\(result)")
            #expect(result.errorText == "", "\(result)")
        }

        @Test(
            "that is read-only is told as such to who wants to change it",
            arguments: [
                ("run --rm busybox true", 125), ("create busybox", 125), ("rm -f sleeper", 1),
                ("volume create data", 1),
                ("rename sleeper other", 1),
            ])
        func writing(command: String, code: Int) throws {
            let result = try onReadOnly("$skiff \(command); echo \"exit $?\"")
            #expect(result.text == "exit \(code)", "\(result)")
            #expect(result.errorText.contains("read-only") && result.errorText.contains("SKIFF_ROOT"), "\(result)")
            #expect(result.errorText.split(separator: "\n").count == 1, "\(result)")
        }

        @Test("that isn't there is made; one that can't be is refused by its path")
        func missing() throws {
            try withTemporaryDirectory { directory in
                let skiff = "\(Installation.executables)/skiff"
                let made = try Program(skiff, ["ps", "-q"], environment: ["SKIFF_ROOT=\(directory)/a/b"]).run()
                #expect(made.exitCode == 0 && made.text == "" && made.errorText == "", "\(made)")
                #expect(try HostFile.status("\(directory)/a/b").st_mode & 0o777 == 0o700)
                try HostFile.write("", to: "\(directory)/file")
                let refused = try Program(skiff, ["ps", "-q"], environment: ["SKIFF_ROOT=\(directory)/file/b"]).run()
                #expect(refused.exitCode == 1 && refused.errorText.contains("\(directory)/file"), "\(refused)")
            }
        }

        @Test("that is taken away from a container takes nothing else along: it runs to its end, and leaves nothing")
        func takenAway() throws {
            let skiff = Skiff.current
            let before = try HostSnapshot(of: skiff)
            try Skiff.withOwnRoot { own in
                let id = try own.run("run", "-d", "busybox", "sleep", "1000").succeeded().text
                let pid = try #require(try own.inspect(id)["State"]["Pid"].number)
                try Program("/bin/rm", ["-rf", own.root]).run().succeeded()
                let unknown = try own.run("stop", id)
                #expect(unknown.exitCode == 1 && unknown.errorText.contains("no such container"), "\(unknown)")
                #expect(HostFile.exists("/proc/\(pid)"))
                try ProcessDescriptor(pid: Int32(pid)).send(.kill)
                #expect(try eventually(within: .seconds(20)) { own.supervisors.isEmpty })
                #expect(try eventually { !HostFile.exists("/proc/\(pid)") })
            }
            try skiff.expectHost(unchangedSince: before)
        }

        /// Locks the database of its first argument for a second, and makes the file of its second one then.
        private static let locker = """
            import sqlite3, sys, time
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("BEGIN IMMEDIATE")
            open(sys.argv[2], "w").close()
            time.sleep(1)
            """

        @Test(
            "with a database that another process has locked for a second makes commands wait, not fail",
            arguments: [["run", "--rm", "busybox", "echo", "ran"], ["create", "--name", "later", "busybox"]])
        func locked(words: [String]) throws {
            try Skiff.withOwnRoot { own in
                let mark = "\(own.root)/locked"
                let locker = try Program("/usr/bin/env", ["python3", "-c", Self.locker, "\(own.root)/state.db", mark])
                    .start()
                #expect(try eventually { HostFile.exists(mark) })
                let start = ContinuousClock.now
                // Who only reads waits for nobody.
                #expect(try own.run("ps", "--all", "--quiet").succeeded().text == "")
                let result = try own.run(words)
                #expect(result.exitCode == 0 && result.errorText == "", "\(result)")
                #expect(start.duration(to: .now) >= .milliseconds(500))
                #expect(try locker.finish().exitCode == 0)
            }
        }
    }
}
