import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("cp between a container and the host", .withSkiff(.busybox))
    struct CopyTests {
        private var skiff: Skiff { Skiff.current }

        /// A container with a tree in /d, running or stopped, and a directory of the host.
        private func withTree(
            running: Bool = true, _ options: [String] = [], _ body: (RunningContainer, String) throws -> Void
        ) throws {
            let script = """
                mkdir -p /d/sub; echo a > /d/f; echo b > /d/sub/g; ln -s d /ld; ln -s f /d/lf; mkfifo /d/fifo
                ln /d/f /d/hard; chown 5:6 /d/sub/g; chmod 4755 /d/sub/g
                touch -d @1000000000 /d/sub /d; echo ready; exec sleep 1000
                """
            try withTemporaryDirectory { host in
                try skiff.withContainer(["--init"] + options, ["sh", "-c", script]) { container in
                    _ = try eventually { try skiff.run("logs", container.id).text == "ready" }
                    if !running { try skiff.run("stop", "-t", "0", container.id).succeeded() }
                    try body(container, host)
                }
            }
        }

        @Test("a container that was never started has its volumes, and commits what it was made with")
        func neverStarted() throws {
            try Skiff.withOwnRoot { skiff in
                let options = ["-v", "kept:/etc", "-e", "A=1", "-w", "/tmp", "-u", "7:8", "--userns", "auto"]
                try skiff.run(["create", "--name", "new"] + options + ["busybox", "cat", "/etc/own"]).succeeded()
                try HostFile.write("hello", to: "\(skiff.root)/own")
                try skiff.run("cp", "\(skiff.root)/own", "new:/etc/own").succeeded()
                #expect(try HostFile.text("\(skiff.root)/volumes/kept/_data/own") == "hello")
                #expect(HostFile.exists("\(skiff.root)/volumes/kept/_data/passwd"))
                #expect(try skiff.run("start", "-a", "new").text == "hello")
                try skiff.run(["create", "--name", "other"] + options + ["busybox", "pwd"]).succeeded()
                try skiff.run("commit", "other", "committed").succeeded()
                let config = try skiff.inspect("committed")["Config"]
                #expect(config["Env"].strings.contains("A=1") && config["WorkingDir"].string == "/tmp")
                #expect(config["User"].string == "7:8")
            }
        }

        @Test(
            "a directory goes under its own name, a new name, or as its content; links stay links",
            arguments: [true, false])
        func out(running: Bool) throws {
            try withTree(running: running) { container, host in
                for (source, target) in [
                    ("/d", "new"), ("/d", "."), ("/d/.", "content"), ("/ld", "link"), ("/ld/", "followed"),
                    ("ld/sub/g", "."), ("/d/f", "one"),
                ] {
                    try skiff.run("cp", "\(container.name):\(source)", "\(host)/\(target)").succeeded()
                }
                for directory in ["new", "d", "content", "followed"] {
                    #expect(HostFile.names(in: "\(host)/\(directory)") == ["f", "fifo", "hard", "lf", "sub"])
                    #expect(try HostFile.text("\(host)/\(directory)/sub/g") == "b")
                }
                // What was made in them later has not touched them.
                for directory in ["new", "new/sub", "d", "followed"] {
                    #expect(try HostFile.status("\(host)/\(directory)").st_mtim.tv_sec == 1_000_000_000)
                }
                #expect(HostFile.linkTarget("\(host)/link") == "d")
                #expect(HostFile.linkTarget("\(host)/d/lf") == "f")
                #expect(try HostFile.text("\(host)/one") == "a")
                let first = try HostFile.status("\(host)/d/f")
                #expect(try HostFile.status("\(host)/d/hard").st_ino == first.st_ino)
                #expect(try HostFile.status("\(host)/d/fifo").st_mode & S_IFMT == S_IFIFO)
            }
        }

        @Test(
            "what comes out is the caller's and has no privileges; with --archive it's as it was",
            arguments: [[], ["--userns", "auto"]])
        func owners(options: [String]) throws {
            try withTree(options) { container, host in
                try skiff.run("cp", "\(container.name):/d/sub/g", "\(host)/plain").succeeded()
                try skiff.run("cp", "-a", "\(container.name):/d/sub/g", "\(host)/kept").succeeded()
                let plain = try HostFile.status("\(host)/plain")
                #expect([plain.st_uid, plain.st_gid, plain.st_mode & 0o7777] == [0, 0, 0o755])
                let kept = try HostFile.status("\(host)/kept")
                #expect([kept.st_uid, kept.st_gid, kept.st_mode & 0o7777] == [5, 6, 0o4755])
                #expect(chown("\(host)/plain", 7, 8) == 0)
                try skiff.run("cp", "\(host)/plain", "\(container.name):/in").succeeded()
                try skiff.run("cp", "-a", "\(host)/plain", "\(container.name):/in-kept").succeeded()
                let archive = try skiff.run("export", container.name).succeeded().output
                #expect(try Tar.owners(in: archive, of: ["in", "in-kept"]) == ["0/0", "7/8"])
            }
        }

        @Test(
            "what goes in replaces a file, also behind a link, and is merged into a directory",
            arguments: [true, false])
        func into(running: Bool) throws {
            try withTree(running: running) { container, host in
                try Program(
                    "/bin/sh", ["-c", "cd \(host) && mkdir -p src/in && echo 1 >src/one && echo 2 >src/in/two"]
                )
                .run().succeeded()
                for (source, target) in [
                    ("src", "/"), ("src/.", "/content"), ("src", "/new"), ("src/one", "/d/lf"), ("src/one", "/ld"),
                    ("src/in/.", "/d/sub"), ("src/one", "relative"),
                ] {
                    try skiff.run("cp", "\(host)/\(source)", "\(container.name):\(target)").succeeded()
                }
                let archive = try skiff.run("export", container.name).succeeded().output
                let names = try Tar.names(in: archive)
                for name in [
                    "src/one", "src/in/two", "content/one", "content/in/two", "new/in/two", "d/one", "d/sub/two",
                    "d/sub/g", "relative",
                ] {
                    #expect(names.contains(name), "\(name)")
                }
                // Its other name keeps the old content: the file was replaced, the link to it was not.
                #expect(try Tar.content(in: archive, of: "d/f") == "1\n")
                #expect(try Tar.content(in: archive, of: "d/hard") == "a\n")
                #expect(names.contains("d/lf"))
            }
        }

        @Test("volumes are seen, in a running container and a stopped one", arguments: [true, false])
        func volumes(running: Bool) throws {
            try withTemporaryDirectory { volume in
                try HostFile.write("v", to: "\(volume)/v")
                try withTree(running: running, ["-v", "\(volume):/vol", "-v", "\(volume):/readonly:ro"]) {
                    container, host in
                    try skiff.run("cp", "\(container.name):/vol/v", host).succeeded()
                    #expect(try HostFile.text("\(host)/v") == "v")
                    try skiff.run("cp", "\(host)/v", "\(container.name):/vol/new").succeeded()
                    #expect(try HostFile.text("\(volume)/new") == "v")
                    let refused = try skiff.run("cp", "\(host)/v", "\(container.name):/readonly/x")
                    #expect(refused.exitCode == 1 && refused.errorText.contains("read-only"))
                    #expect(!HostFile.exists("\(volume)/x"))
                }
            }
        }

        @Test("a read-only root is not written to, running or not", arguments: [true, false])
        func readOnly(running: Bool) throws {
            try withTemporaryDirectory { host in
                try HostFile.write("x", to: "\(host)/x")
                try skiff.withContainer(["--init", "--read-only"]) { container in
                    if !running { try skiff.run("stop", "-t", "0", container.id).succeeded() }
                    try skiff.expectFailure(["cp", "\(host)/x", "\(container.name):/x"], "read-only")
                }
            }
        }

        @Test("an archive goes through standard output and standard input")
        func streams() throws {
            try withTree { container, _ in
                let archive = try skiff.run("cp", "\(container.name):/d", "-").succeeded().output
                #expect(try Tar.names(in: archive) == ["d", "d/f", "d/fifo", "d/hard", "d/lf", "d/sub", "d/sub/g"])
                try skiff.run(["cp", "-", "\(container.name):/tmp"], input: archive).succeeded()
                let copy = try skiff.run("cp", "\(container.name):/tmp/d/.", "-").succeeded().output
                #expect(try Tar.names(in: copy).count == 7)
                #expect(try Tar.owners(in: copy, of: ["./sub/g"]) == ["5/6"])
                let one = try skiff.run("cp", "-L", "\(container.name):/d/lf", "-").succeeded().output
                #expect(try Tar.names(in: one) == ["f"])
            }
        }

        @Test("a paused container's files are copied like another's")
        func paused() throws {
            try withTree { container, host in
                let cgroup = try container.inspection()["State"]["Pid"].number
                try Program("/bin/kill", ["-STOP", "\(cgroup ?? 0)"]).run().succeeded()
                try skiff.run("cp", "\(container.name):/d/f", "\(host)/f").succeeded()
                #expect(try HostFile.text("\(host)/f") == "a")
            }
        }

        @Test("what makes no sense is refused in Docker's words")
        func refusals() throws {
            try withTree { container, host in
                try HostFile.write("x", to: "\(host)/file")
                let name = container.name
                for (source, target, fragment) in [
                    ("\(name):/nothing", host, "could not find the file /nothing in container \(name)"),
                    ("\(name):/d/f/", host, "not a directory"),
                    ("\(name):/d", "\(host)/file", "cannot copy directory"),
                    ("\(name):/d/f", "\(host)/new/", "no such directory"),
                    ("\(name):/d/f", "\(host)/a/b", "directory \"\(host)/a\" does not exist"),
                    ("\(name):/d/f", "/dev/null", "got a device"), (host, "\(name):/d/f", "cannot copy directory"),
                    ("\(host)/file", "\(name):/new/", "no such directory"),
                    ("\(host)/file", "\(name):/a/b", "could not find the file /a in container \(name)"),
                    ("\(host)/file", "\(name):/dev/null", "got a device"), ("\(host)/none", "\(name):/", "none"),
                    ("-", "\(name):/d/f", "must be a directory"), ("\(name):/proc/1", host, "kernel"),
                    ("\(name):/a", "\(name):/b", "between containers"), ("a", "b", "at least one container"),
                    ("nobody:/a", host, "no such container: nobody"), ("", "\(name):/", "source is empty"),
                ] {
                    try skiff.expectFailure(["cp", source, target], fragment)
                }
            }
        }

        @Test("holes stay holes, and a name may be any bytes")
        func oddFiles() throws {
            let script = "truncate -s 3G /big; printf x >>/big; mkdir '/a\nb'; echo y >'/a\nb/c'; exec sleep 1000"
            try withTemporaryDirectory { host in
                try skiff.withContainer(["--init"], ["sh", "-c", script]) { container in
                    _ = try eventually { try skiff.run("cp", "\(container.name):/a\nb/c", "\(host)/c").exitCode == 0 }
                    try skiff.run("cp", "\(container.name):/big", host).succeeded()
                    try skiff.run("cp", "\(container.name):/a\nb", host).succeeded()
                    let big = try HostFile.status("\(host)/big")
                    #expect(big.st_size == 3 << 30 + 1 && big.st_blocks < 1000)
                    #expect(try HostFile.text("\(host)/a\nb/c") == "y")
                    let archive = try skiff.run("cp", "\(container.name):/big", "-").succeeded().output
                    #expect(archive.count < 1 << 20)
                    try skiff.run(["cp", "-", "\(container.name):/tmp"], input: archive).succeeded()
                    let back = try container.inspection()["State"]["Pid"].number ?? 0
                    #expect(try HostFile.status("/proc/\(back)/root/tmp/big").st_size == big.st_size)
                }
            }
        }

        @Test("a terminal is told what was copied, and nobody else")
        func summary() throws {
            try withTree { container, host in
                var pty = try Pty()
                var running = try pty.start(skiff.program(["cp", "\(container.name):/d/f", "\(host)/f"]))
                #expect(try running.waitForEnd() == 0)
                try pty.screen.readToEnd()
                #expect(pty.screen.text == "Successfully copied 2B to \(host)/f\r\n")
                let words = ["cp", "\(container.name):/d/f", "\(host)/f"]
                #expect(try skiff.run(words).succeeded().error.isEmpty)
                #expect(
                    try skiff.run(["cp", "-q=false"] + words.dropFirst()).errorText.hasPrefix("Successfully copied"))
            }
        }

        @Test("nothing is left behind by a copy from a stopped container")
        func clean() throws {
            try withTree(running: false) { container, host in
                let before = try HostFile.text("/proc/self/mountinfo")
                try skiff.run("cp", "\(container.name):/d/f", host).succeeded()
                #expect(try HostFile.text("/proc/self/mountinfo") == before)
                // Nobody holds the container any more.
                try skiff.run("rm", container.name).succeeded()
                #expect(!HostFile.exists("\(skiff.root)/containers/\(container.id)"))
            }
        }
    }
}
