import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("What an image gives to a volume", .requiresMappedOverlay)
    struct VolumeFillTests {
        private static let entries: [TarEntry] = [
            .directory("data"), .directory("data/sub"), .file("data/sub/file", "text\n", mode: 0o4711),
            .hardLink("data/second", to: "data/sub/file"), .symbolicLink("data/out", to: "/etc"),
            .directory("empty"),
        ]

        @Test("is in it at its first use, with all attributes, and not again")
        func fills() throws {
            try Skiff.withOwnRoot { skiff in
                try skiff.withImage(Self.entries) { image throws in
                    func run(_ options: [String], _ script: String) throws -> ProgramResult {
                        try skiff.run(["run", "--rm"] + options + [image, "/bin/busybox", "sh", "-c", script])
                    }
                    let look = "cd /data; stat -c '%n %a %h' sub/file second; test sub/file -ef second; readlink out"
                    let script = "\(look); rm sub/file; touch mine"
                    #expect(
                        try run(["-v", "vol:/data"], script).succeeded().lines
                            == ["sub/file 4711 2", "second 4711 2", "/etc"])
                    #expect(try run(["-v", "vol:/data"], "ls /data").lines == ["mine", "out", "second", "sub"])
                    #expect(try run(["-v", "raw:/data:nocopy"], "ls /data").lines == [])
                    #expect(try run(["--mount", "src=raw,dst=/data,volume-nocopy"], "ls /data").lines == [])
                    // Empty, it is filled, by whichever container comes first.
                    #expect(try run(["-v", "raw:/data"], "ls /data").lines == ["out", "second", "sub"])
                    #expect(try run(["-v", "/data"], "ls /data").lines == ["out", "second", "sub"])
                    #expect(try run(["-v", "none:/nowhere/at/all"], "ls /nowhere/at/all").exitCode == 0)
                }
            }
        }

        @Test("belongs to the same users, with user ids of the container's own or without")
        func owners() throws {
            try Skiff.withOwnRoot(images: [.busybox, .debian]) { skiff in
                let look = "stat -c '%u:%g %a' /home/user /etc/passwd; touch /etc/new"
                for (name, options) in [("plain", []), ("mapped", ["--userns", "auto"])] {
                    let volumes = ["-v", "\(name)-home:/home", "-v", "\(name)-etc:/etc"]
                    let words = ["run", "--rm"] + options + volumes + ["debian", "sh", "-c", look]
                    let inside = try skiff.run(words).succeeded().lines
                    let image = try skiff.run("run", "--rm", "debian", "sh", "-c", look).succeeded().lines
                    #expect(inside == image)
                    let home = try HostFile.status("\(skiff.root)/volumes/\(name)-home/_data/user")
                    #expect(image[0].hasPrefix("\(home.st_uid):\(home.st_gid) ") && home.st_uid != 0)
                    #expect(try HostFile.status("\(skiff.root)/volumes/\(name)-etc/_data/new").st_uid == 0)
                    // The other kind of container sees the same.
                    let other = options.isEmpty ? ["--userns", "auto"] : []
                    #expect(
                        try skiff.run(["run", "--rm"] + other + volumes + ["debian", "sh", "-c", look]).lines == image)
                }
            }
        }

        @Test("is only its owner and its permissions when the image's directory is empty")
        func emptyDirectory() throws {
            try Skiff.withOwnRoot { skiff in
                var empty = TarEntry.directory("empty")
                empty.mode = 0o1770
                try skiff.withImage([empty]) { image throws in
                    func mode(_ options: [String]) throws -> String {
                        try skiff.run(
                            ["run", "--rm"] + options + [
                                "-v", "vol:/empty", image, "/bin/busybox", "sh", "-c",
                                "stat -c %a /empty; chmod 711 /empty",
                            ]
                        ).text
                    }
                    #expect(try mode(["--userns", "auto"]) == "1770")
                    // Somebody has changed it since.
                    #expect(try mode([]) == "711")
                }
            }
        }

        @Test("is there as a whole after crashes in the middle")
        func crashes() throws {
            try Skiff.withOwnRoot(images: [.busybox, .debian]) { skiff in
                let count = "find /usr/share | wc -l"
                let all = try skiff.run("run", "--rm", "debian", "sh", "-c", count).succeeded().text
                for delay in [2, 5, 10, 20, 40, 80] {
                    try skiff.run("volume", "create", "vol").succeeded()
                    var running = try skiff.start("run", "--rm", "-v", "vol:/usr/share", "debian", "true")
                    usleep(UInt32(delay) * 1000)
                    try running.send(.kill)
                    _ = try running.waitForEnd()
                    let words = ["run", "--rm", "-v", "vol:/usr/share", "debian", "sh", "-c", count]
                    #expect(try skiff.run(words).text == all, "killed after \(delay) ms")
                    #expect(HostFile.names(in: "\(skiff.root)/volumes/vol") == ["_data"])
                    _ = try eventually { try skiff.run("ps", "-q").lines.isEmpty }
                    let left = try skiff.run("ps", "-aq").lines
                    if !left.isEmpty { try skiff.run(["rm", "-f"] + left).succeeded() }
                    try skiff.run("volume", "rm", "vol").succeeded()
                }
            }
        }

        @Test("is gone on with, whichever part of it a crash has left")
        func leftovers() throws {
            try Skiff.withOwnRoot { skiff in
                let volume = "\(skiff.root)/volumes/vol"
                func list() throws -> [String] { try skiff.shell(["-v", "vol:/etc"], "ls -A /etc").succeeded().lines }
                try skiff.run("volume", "create", "vol").succeeded()
                try Program("sh", ["-c", "cd \(volume); mkdir -p .skiff-copying/passwd; touch .skiff-copying/half"])
                    .run()
                    .succeeded()
                let whole = try list()
                #expect(whole.contains("passwd") && !whole.contains("half"))
                try Program(
                    "sh", ["-c", "cd \(volume); mkdir -m 750 .skiff-copied; mv _data/passwd _data/group .skiff-copied"]
                )
                .run().succeeded()
                #expect(try list() == whole)
                #expect(HostFile.names(in: volume) == ["_data"])
                #expect(try HostFile.status("\(volume)/_data").st_mode & 0o7777 == 0o750)
            }
        }

        @Test("comes once, when twenty containers make the volume at the same time")
        func together() throws {
            try Skiff.withOwnRoot { skiff in
                let script = "ls /etc | wc -l; echo x >>/etc/log"
                let count = try skiff.shell([], "ls /etc | wc -l").text
                var programs = try (0..<20).map { _ in
                    StartedRun(
                        try skiff.start("run", "--rm", "-v", "vol:/etc", "-v", "/data", "busybox", "sh", "-c", script))
                }
                while let program = programs.popLast() {
                    let result = try program.finish()
                    #expect(result.exitCode == 0, "\(result)")
                    #expect([count, String((Int(count) ?? 0) + 1)].contains(result.text), "\(result)")
                }
                #expect(try HostFile.text("\(skiff.root)/volumes/vol/_data/log").split(separator: "\n").count == 20)
                #expect(try skiff.run("volume", "ls", "-q").lines == ["vol"])
            }
        }

        /// A program in an array, which can't hold what has one owner.
        private final class StartedRun {
            private var program: RunningProgram?

            init(_ program: consuming RunningProgram) {
                self.program = consume program
            }

            func finish() throws -> ProgramResult {
                guard let program = program.take() else { throw TestFailure("it was finished before") }
                return try program.finish()
            }
        }
    }
}
