import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("cp, when the container is against it", .withSkiff(.busybox))
    struct HostileCopyTests {
        private var skiff: Skiff { Skiff.current }

        @Test("a directory that is exchanged for a link to the host's again and again leads nowhere (CVE-2018-15664)")
        func exchanged() throws {
            try withTemporaryDirectory { place in
                let canary = try Canary(in: place)
                try withTemporaryDirectory { host in
                    try HostFile.write("mine", to: "\(host)/passwd")
                    // The same path exists in the container, so that a link to it leads somewhere.
                    let script = """
                        mkdir -p \(place); echo inside >\(place)/passwd; echo ready
                        while :; do rm -rf /w; mkdir /w; echo w >/w/passwd; rm -rf /w; ln -s \(place) /w; done
                        """
                    try skiff.withContainer(["--init"], ["sh", "-c", script]) { container in
                        _ = try eventually { try skiff.run("logs", container.id).text == "ready" }
                        for _ in 0..<30 {
                            // Whether one of them finds the directory is chance; none may leave the container.
                            _ = try skiff.run("cp", "\(host)/passwd", "\(container.name):/w/")
                            _ = try skiff.run("cp", "\(host)/.", "\(container.name):/w")
                            let out = try skiff.run("cp", "\(container.name):/w/passwd", "-")
                            #expect(!out.text.contains("canary"))
                        }
                    }
                }
                try canary.expectIntact()
            }
        }

        @Test(
            "links of the container end at its root, whichever of them a path goes through", arguments: [true, false])
        func links(running: Bool) throws {
            try withTemporaryDirectory { place in
                let canary = try Canary(in: place)
                try withTemporaryDirectory { host in
                    try HostFile.write("mine", to: "\(host)/passwd")
                    let script =
                        "ln -s \(place) /out; ln -s \(place)/passwd /file; ln -s ../../../..\(place) /up; sleep 1000"
                    try skiff.withContainer(["--init"], ["sh", "-c", script]) { container in
                        _ = try eventually { try skiff.run("cp", "\(container.name):/up", "-").exitCode == 0 }
                        if !running { try skiff.run("stop", "-t", "0", container.id).succeeded() }
                        for path in ["/out/passwd", "/file", "/up/passwd", "/out/", "/up/."] {
                            #expect(
                                try skiff.run("cp", "-L", "\(container.name):\(path)", "-").exitCode == 1, "\(path)")
                            #expect(try skiff.run("cp", "\(host)/passwd", "\(container.name):\(path)").exitCode == 1)
                        }
                        // The link itself is copied, and never followed on the host.
                        try skiff.run("cp", "\(container.name):/file", "\(host)/link").succeeded()
                        #expect(HostFile.linkTarget("\(host)/link") == "\(place)/passwd")
                    }
                }
                try canary.expectIntact()
            }
        }

        @Test("an archive from outside writes beneath its directory alone")
        func archives() throws {
            try withTemporaryDirectory { place in
                let canary = try Canary(in: place)
                try skiff.withContainer(["--init"]) { container in
                    func unpack(_ entries: TarEntry...) throws -> ProgramResult {
                        try skiff.run(["cp", "-", "\(container.name):/tmp"], input: TarArchive.bytes(entries))
                    }
                    for name in ["../etc/x", "a/../../x", "..", "/../x"] {
                        let result = try unpack(.file(name, "evil"))
                        #expect(result.exitCode == 1 && result.errorText.contains("leads out"), "\(name): \(result)")
                    }
                    let link = try unpack(.hardLink("stolen", to: "../etc/passwd"))
                    #expect(link.exitCode == 1 && link.errorText.contains("leads out"))
                    #expect(try unpack(.symbolicLink("l", to: place), .file("l/passwd", "evil")).exitCode == 1)
                    try unpack(.file("/etc/absolute", "x")).succeeded()
                    let names = try Tar.names(in: skiff.run("cp", "\(container.name):/tmp", "-").output)
                    #expect(names == ["tmp", "tmp/etc", "tmp/etc/absolute", "tmp/l"])
                    let damaged = try skiff.run(["cp", "-", "\(container.name):/tmp"], input: Array("nonsense".utf8))
                    #expect(damaged.exitCode == 1)
                }
                try canary.expectIntact()
            }
        }

        @Test("a fifo is not read, and a file that grows is cut where it was when it was met")
        func growing() throws {
            let script = "mkfifo /fifo; while :; do echo more >>/log; done"
            try withTemporaryDirectory { host in
                try skiff.withContainer(["--init"], ["sh", "-c", script]) { container in
                    _ = try eventually { try skiff.run("cp", "\(container.name):/log", host).exitCode == 0 }
                    try skiff.run("cp", "\(container.name):/fifo", host).succeeded()
                    let archive = try skiff.run("cp", "\(container.name):/log", "-").succeeded().output
                    #expect(try Tar.names(in: archive) == ["log"])
                    #expect(archive.count % 512 == 0)
                }
            }
        }

        @Test("a directory that is deeper than any path is refused, not followed for ever")
        func deep() throws {
            let script = """
                n=$(printf '%0250d' 0); i=0; mkdir /deep; cd /deep
                while [ $i -lt 40 ]; do mkdir $n; cd $n; i=$((i+1)); done; echo ready; sleep 1000
                """
            try withTemporaryDirectory { host in
                try skiff.withContainer(["--init"], ["sh", "-c", script]) { container in
                    _ = try eventually { try skiff.run("logs", container.id).text == "ready" }
                    let result = try skiff.run("cp", "\(container.name):/deep", host)
                    #expect(result.exitCode == 1 && result.errorText.contains("too long"), "\(result)")
                }
            }
        }

        @Test("set-ID programs and devices don't come out to the host by themselves")
        func privileges() throws {
            let script = "mkdir /x; cp /bin/sh /x/su; chmod 6755 /x/su; mknod /x/disk b 8 0; echo ready; sleep 1000"
            try withTemporaryDirectory { host in
                try skiff.withContainer(["--init"], ["sh", "-c", script]) { container in
                    _ = try eventually { try skiff.run("logs", container.id).text == "ready" }
                    let result = try skiff.run("cp", "\(container.name):/x", host).succeeded()
                    #expect(result.errorText.contains("x/disk"))
                    #expect(HostFile.names(in: "\(host)/x") == ["su"])
                    #expect(try HostFile.status("\(host)/x/su").st_mode & 0o7777 == 0o755)
                }
            }
        }
    }
}
