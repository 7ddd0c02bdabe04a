import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Volumes under attack")
    struct VolumeHostilityTests {
        /// A directory that nothing may change, for the body.
        private func withCanary(_ body: (String) throws -> Void) throws {
            try withTemporaryDirectory { directory in
                try Program("sh", ["-c", "cd \(directory); mkdir d; echo secret >d/file; echo x >file"]).run()
                    .succeeded()
                let before = try TreeSnapshot(of: directory)
                try body(directory)
                #expect(try TreeSnapshot(of: directory) == before)
            }
        }

        @Test(
            "a link of the image in place of a volume stays in the image",
            arguments: ["/etc", "../../../etc", "/proc/self/root/etc", "loop", "/absent"])
        func linkedTarget(target: String) throws {
            try Skiff.withOwnRoot { skiff in
                let before = try TreeSnapshot(of: "/etc/skel")
                let entries: [TarEntry] = [
                    .symbolicLink("data", to: target), .symbolicLink("loop", to: "data"), .directory("etc"),
                    .file("etc/own", "the image's\n"),
                ]
                try skiff.withImage(entries) { image in
                    // Docker mounts and copies where the link leads inside.
                    let result = try skiff.run(
                        "run", "--rm", "-v", "vol:/data", image, "/bin/busybox", "sh", "-c",
                        "touch /data/made; ls /data")
                    let names = HostFile.names(in: "\(skiff.root)/volumes/vol/_data")
                    if result.exitCode == 0 {
                        #expect(
                            names == (target.hasSuffix("etc") && !target.contains("proc") ? ["made", "own"] : ["made"]))
                    } else {
                        #expect(["loop", "/proc/self/root/etc", "/absent"].contains(target), "\(result)")
                        #expect(names == [])
                    }
                }
                #expect(try TreeSnapshot(of: "/etc/skel") == before)
            }
        }

        @Test("links and nodes that are copied are copied themselves")
        func copiedLinks() throws {
            try withCanary { canary in
                try Skiff.withOwnRoot { skiff in
                    let entries: [TarEntry] = [
                        .directory("data"), .symbolicLink("data/file", to: "\(canary)/file"),
                        .symbolicLink("data/d", to: "\(canary)/d"),
                        .symbolicLink("data/up", to: "../../../../..\(canary)/d"),
                        .symbolicLink("data/.skiff-copied", to: canary), .symbolicLink("data/_data", to: canary),
                    ]
                    try skiff.withImage(entries) { image in
                        for name in ["one", "two"] {
                            try skiff.run("run", "--rm", "-v", "\(name):/data", image, "/bin/busybox", "true")
                                .succeeded()
                            let data = "\(skiff.root)/volumes/\(name)/_data"
                            #expect(HostFile.names(in: data) == [".skiff-copied", "_data", "d", "file", "up"])
                            #expect(HostFile.linkTarget("\(data)/file") == "\(canary)/file")
                        }
                    }
                }
            }
        }

        @Test(
            "CVE-2017-1002101: a link in the volume leads no subpath out of it",
            arguments: ["/etc", "../../..", "/proc/self/root", "../_data/../../../..", "inner/../../.."])
        func linkedSubpath(target: String) throws {
            try Skiff.withOwnRoot { skiff in
                try skiff.shell(
                    ["-v", "vol:/d"], "mkdir -p /d/inner/deep; ln -s \(target) /d/evil; ln -s inner /d/good"
                ).succeeded()
                func mount(_ path: String) throws -> ProgramResult {
                    try skiff.run(
                        "run", "--rm", "--mount", "src=vol,dst=/d,volume-subpath=\(path)", "busybox", "ls", "/d")
                }
                for path in ["evil", "evil/passwd", "good/../evil"] where !path.contains("..") {
                    let result = try mount(path)
                    #expect(result.exitCode == 125, "\(result)")
                    #expect(result.errorText.contains("of volume vol"), "\(result)")
                }
                #expect(try mount("good").lines == ["deep"])
                #expect(try mount("./inner//deep").exitCode == 0)
            }
        }

        @Test("a subpath that is exchanged for a link while containers start leads nowhere else")
        func exchangedSubpath() throws {
            try Skiff.withOwnRoot { skiff in
                try skiff.shell(["-v", "vol:/d"], "mkdir /d/sub; touch /d/sub/inside; ln -s / /d/link").succeeded()
                let exchanger = """
                    import ctypes, os, sys
                    libc = ctypes.CDLL(None)
                    os.chdir(sys.argv[1])
                    while True: libc.renameat2(-100, b"sub", -100, b"link", 2)
                    """
                var racing = try Program(
                    "/usr/bin/python3", ["-c", exchanger, "\(skiff.root)/volumes/vol/_data"]
                ).start()
                for _ in 0..<40 {
                    let result = try skiff.run(
                        "run", "--rm", "--mount", "src=vol,dst=/d,volume-subpath=sub", "busybox", "ls", "/d")
                    #expect(result.exitCode == 125 || result.lines == ["inside"], "\(result)")
                }
                try racing.send(.kill)
                _ = try racing.waitForEnd()
            }
        }

        @Test("names lead nowhere", arguments: ["../x", "..", ".", "a/b", "/", "x\u{0}y", ".removed-1", "-x", "a b"])
        func names(name: String) throws {
            try Skiff.withOwnRoot { skiff in
                let before = try HostSnapshot(of: skiff)
                for words in [
                    ["volume", "create", "--", name],
                    ["run", "--rm", "--mount", "src=\(name),dst=/d", "busybox", "true"],
                ] where !name.utf8.contains(0) {
                    let result = try skiff.run(words)
                    #expect(result.exitCode != 0, "\(words)")
                }
                let removed = try skiff.run("volume", "rm", "--", name.split(separator: "\u{0}").joined())
                #expect(removed.exitCode == 1 && removed.errorText.contains("no such volume"))
                try skiff.expectHost(unchangedSince: before)
            }
        }

        @Test("one that is removed while containers start with it is there for each, or made anew")
        func removedMeanwhile() throws {
            try Skiff.withOwnRoot { skiff in
                for _ in 0..<12 {
                    var run = try skiff.start(
                        "run", "--rm", "-v", "vol:/etc", "busybox", "sh", "-c", "cat /etc/passwd; echo >/etc/x")
                    for _ in 0..<3 {
                        let removed = try skiff.run("volume", "rm", "vol")
                        #expect(
                            removed.exitCode == 0 || removed.errorText.contains("in use")
                                || removed.errorText.contains("no such volume"), "\(removed)")
                    }
                    #expect(try run.waitForEnd() == 0)
                }
                try skiff.run("volume", "rm", "-f", "vol").succeeded()
                #expect(HostFile.names(in: "\(skiff.root)/volumes") == [])
                #expect(try skiff.run("system", "check").exitCode == 0)
            }
        }

        @Test("a container that plants what a copy leaves keeps no other one from starting")
        func plantedLeftovers() throws {
            try withCanary { canary in
                try Skiff.withOwnRoot { skiff in
                    try withTemporaryDirectory { directory in
                        let options = ["-o", "type=none", "-o", "o=bind", "-o", "device=\(directory)"]
                        try skiff.run(["volume", "create"] + options + ["host"]).succeeded()
                        for name in [".skiff-copied", ".skiff-copying"] {
                            try skiff.shell(["-v", "host:/d:nocopy"], "rm -rf /d/* /d/.s*; ln -s \(canary) /d/\(name)")
                                .succeeded()
                            #expect(try skiff.shell(["-v", "host:/etc"], "ls /etc").exitCode == 0)
                        }
                    }
                }
            }
        }
    }

    @Suite("Owners of what is bound", .requiresMappedOverlay)
    struct MappedBindTests {
        @Test("idmap keeps them, in a container with user ids of its own", arguments: [true, false])
        func owners(isLong: Bool) throws {
            let skiff = Skiff.current
            try withTemporaryDirectory { directory in
                try Program("sh", ["-c", "cd \(directory); chmod 755 .; touch a; chown 1000:33 a"]).run().succeeded()
                let plain = isLong ? ["--mount", "type=bind,src=\(directory),dst=/d"] : ["-v", "\(directory):/d"]
                let mapped = plain.dropLast() + [plain[1] + (isLong ? ",idmap" : ":idmap")]
                let script = "stat -c %u:%g /d/a; touch /d/\(isLong) && chown 5:6 /d/\(isLong)"
                #expect(try skiff.shell(["--userns", "auto"] + mapped, script).lines == ["1000:33"])
                let made = try HostFile.status("\(directory)/\(isLong)")
                #expect(made.st_uid == 5 && made.st_gid == 6)
                #expect(try skiff.shell(["--userns", "auto"] + plain, script).lines == ["65534:65534"])
                // With the host's ids there is nothing to map.
                #expect(try skiff.shell(Array(mapped), "stat -c %u:%g /d/a").lines == ["1000:33"])
            }
        }
    }
}
