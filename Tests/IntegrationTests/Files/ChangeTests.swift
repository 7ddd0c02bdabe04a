import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("diff, export and commit", .withSkiff(.busybox))
    struct ChangeTests {
        private var skiff: Skiff { Skiff.current }

        /// Deletes, replaces and changes what the image has.
        private static let script = """
            echo new >/new; rm /etc/passwd; echo changed >>/etc/group; rm -r /home; mkdir /home; echo h >/home/h
            touch /etc/profile; mkdir -p /var/new/sub; mkfifo /var/new/fifo; chown 5:6 /new; ln /new /other; echo ready
            """

        private static let changes = [
            "C /etc", "C /etc/group", "D /etc/passwd", "C /etc/profile", "C /home", "A /home/h", "D /home/user",
            "A /new",
            "A /other", "C /sbin", "A /sbin/skiff-init", "C /var", "A /var/new", "A /var/new/fifo", "A /var/new/sub",
        ]

        private func withChanged(
            _ options: [String] = [], running: Bool = true, _ body: (RunningContainer) throws -> Void
        ) throws {
            let words = ["sh", "-c", Self.script + "; exec sleep 1000"]
            try skiff.withContainer(["--init"] + options, words) { container in
                _ = try eventually { try skiff.run("logs", container.id).text == "ready" }
                if !running { try skiff.run("stop", "-t", "0", container.id).succeeded() }
                try body(container)
            }
        }

        @Test(
            "diff tells what was added, changed and deleted, and nothing of what was only looked at",
            arguments: [[], ["--userns", "auto"]], [true, false])
        func diff(options: [String], running: Bool) throws {
            try withChanged(options, running: running) { container throws in
                #expect(try skiff.run("diff", container.name).succeeded().lines == Self.changes)
            }
            try skiff.withContainer([], ["ls", "-R", "/etc", "/home"]) { container in
                try skiff.run("wait", container.name).succeeded()
                #expect(try skiff.run("diff", container.name).succeeded().lines.isEmpty)
            }
            try skiff.expectFailure(["diff", "nobody-here"], "no such container: nobody-here")
        }

        @Test("an export has the container's files and no mounts, and import makes the same files of it")
        func export() throws {
            try withTemporaryDirectory { host in
                try withChanged(["-v", "\(host):/vol", "--userns", "auto"]) { container in
                    try HostFile.write("v", to: "\(host)/v")
                    let archive = try skiff.run("export", container.name).succeeded().output
                    let names = try Tar.names(in: archive)
                    #expect(names.contains("new") && names.contains("vol") && names.contains("home/h"))
                    #expect(!names.contains("vol/v") && !names.contains("etc/passwd") && !names.contains("proc/1"))
                    #expect(try Tar.owners(in: archive, of: ["new", "bin"]) == ["5/6", "0/0"])
                    try skiff.run("export", "-o", "\(host)/archive.tar", container.name).succeeded()
                    #expect(try HostFile.bytes("\(host)/archive.tar") == archive)

                    try skiff.run(["import", "-", "exported:1"], input: archive).succeeded()
                    let again = try skiff.run("run", "-d", "exported:1", "/bin/true").succeeded().text
                    try skiff.run("wait", again).succeeded()
                    let other = try skiff.run("export", again).succeeded().output
                    try skiff.run("rm", again).succeeded()
                    try skiff.run("rmi", "exported:1").succeeded()
                    let list = Program("/bin/tar", ["-tv", "--numeric-owner", "--sort=name", "--full-time"])
                    let before = try Set(list.run(input: archive).succeeded().lines)
                    #expect(try before == Set(list.run(input: other).succeeded().lines))
                }
            }
        }

        @Test("an export goes to no terminal, no directory, and leaves no half file")
        func exportRefusals() throws {
            try withChanged { container in
                var pty = try Pty()
                var running = try pty.start(skiff.program(["export", container.name]))
                #expect(try running.waitForEnd() == 1)
                try pty.screen.readToEnd()
                #expect(pty.screen.text.contains("cowardly refusing to export to a terminal"))
                try withTemporaryDirectory { host in
                    try skiff.expectFailure(["export", "-o", host, container.name], "directory")
                    try skiff.expectFailure(["export", "-o", "\(host)/a/b", container.name], "\(host)/a")
                    try skiff.expectFailure(["export", "-o", "\(host)/x", "nobody"], "no such container")
                    #expect(HostFile.names(in: host).isEmpty)
                }
            }
        }

        @Test(
            "a commit is an image that has the container's files and settings, for skopeo and umoci too",
            arguments: [[], ["--userns", "auto"]], [true, false])
        func commit(options: [String], running: Bool) throws {
            try withChanged(options + ["-e", "A=b", "-w", "/tmp", "-l", "x=y"], running: running) { container in
                let changes = [
                    "CMD [\"cat\", \"/new\"]", "ENV C=d", "EXPOSE 80", "ONBUILD RUN x",
                    "HEALTHCHECK --interval=1m30s --retries=3 CMD true",
                ]
                let words = ["commit", "-a", "me", "-m", "message"] + changes.flatMap { ["-c", $0] }
                let id = try skiff.run(words + [container.name, "made:1"]).succeeded().text
                #expect(id.hasPrefix("sha256:") && id.count == 71)
                defer { _ = try? skiff.run("rmi", "-f", "made:1") }  // it is removed with the store at the latest
                let config = try skiff.inspect("made:1")["Config"]
                #expect(config["Env"].strings.contains("A=b") && config["Env"].strings.contains("C=d"))
                #expect(!config["Env"].strings.contains { $0.hasPrefix("HOSTNAME") })
                #expect(config["WorkingDir"].string == "/tmp")
                #expect(config["Labels"]["x"].string == "y")
                #expect(try skiff.run("run", "--rm", "made:1").text == "new")
                let facts = "ls -ln /new | tr -s ' ' | cut -d ' ' -f 3,4; ls /home; cat /etc/passwd 2>&1; ls /var/new"
                #expect(
                    try skiff.run("run", "--rm", "made:1", "sh", "-c", facts).lines == [
                        "5 6", "h", "cat: can't open '/etc/passwd': No such file or directory", "fifo", "sub",
                    ])
                #expect(try skiff.run("history", "made:1").lines[1].hasSuffix("message"))
                try expectOthersRead("made:1", id)
                if running { #expect(try container.inspection()["State"]["Status"].string == "running") }
            }
        }

        /// skopeo(1) copies the image, umoci(1) unpacks it.
        private func expectOthersRead(_ image: String, _ id: String) throws {
            try withTemporaryDirectory { place in
                try skiff.run("save", "--format", "oci-archive", "-o", "\(place)/a.tar", image).succeeded()
                try Program(
                    "skopeo",
                    [
                        "--insecure-policy", "copy", "oci-archive:\(place)/a.tar", "oci:\(place)/layout:latest",
                    ]
                ).run().succeeded()
                let raw = try JSON(
                    parsing: Program("skopeo", ["inspect", "--config", "--raw", "oci:\(place)/layout:latest"]).run()
                        .text)
                #expect(raw["author"].string == "me")
                #expect(raw["config"]["OnBuild"].strings == ["RUN x"])
                #expect(raw["config"]["Healthcheck"]["Interval"].number == 90_000_000_000)
                try Program("umoci", ["unpack", "--image", "\(place)/layout:latest", "\(place)/bundle"]).run()
                    .succeeded()
                #expect(try HostFile.text("\(place)/bundle/rootfs/new") == "new")
                #expect(!HostFile.exists("\(place)/bundle/rootfs/etc/passwd"))
                #expect(HostFile.names(in: "\(place)/bundle/rootfs/home") == ["h"])
            }
        }

        @Test("the container stands still while it is committed, and goes on, unless it is not to be paused")
        func pause() throws {
            // Two files whose ends are equal but for a moment, and between them one that takes a while to be read.
            let script = """
                dd if=/dev/zero of=/m bs=1M count=64 2>/dev/null; echo ready
                i=0; while :; do i=$((i+1)); echo $i >>/a; echo $i >>/z; done
                """
            try skiff.withContainer(["--init"], ["sh", "-c", script]) { container in
                try container.untilReady()
                let cursor = try skiff.lastCursor()
                let image = try skiff.run("commit", container.name).succeeded().text
                let ends = "tail -n 1 /a; tail -n 1 /z"
                let values = try skiff.run("run", "--rm", image, "sh", "-c", ends).lines.compactMap { Int($0) }
                try skiff.run("rmi", image).succeeded()
                #expect(values.count == 2 && abs(values[0] - values[1]) <= 1, "\(values)")
                #expect(try pauses(of: container, since: cursor) == ["pause", "unpause"])
                let first = try skiff.run("exec", container.name, "tail", "-n", "1", "/a").succeeded().text
                #expect(
                    try eventually { try skiff.run("exec", container.name, "tail", "-n", "1", "/a").text != first })

                let later = try skiff.lastCursor()
                let id = try skiff.run("commit", "--pause=false", container.name).succeeded().text
                try skiff.run("rmi", id).succeeded()
                #expect(try pauses(of: container, since: later).isEmpty)
            }
        }

        private func pauses(of container: RunningContainer, since cursor: String) throws -> [String] {
            try skiff.events(since: cursor).filter { $0.id == container.id && $0.action.hasSuffix("pause") }
                .map(\.action)
        }

        @Test("what no layer can say is refused, and nothing of it stays")
        func refusals() throws {
            try skiff.withContainer(["--init"], ["sh", "-c", "echo x >/tmp/.wh.passwd; echo ready; exec sleep 1000"]) {
                container in
                _ = try eventually { try skiff.run("logs", container.id).text == "ready" }
                try skiff.expectFailure(["commit", container.name, "bad:1"], ".wh.passwd")
                try skiff.expectFailure(["commit", "-c", "RUN x", container.name], "RUN x")
                try skiff.expectFailure(["commit", container.name, "BAD:1"], "BAD")
                try skiff.expectFailure(["commit", "nobody"], "no such container")
                #expect(try container.inspection()["State"]["Status"].string == "running")
            }
        }
    }
}
