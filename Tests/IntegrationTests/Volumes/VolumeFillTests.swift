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
                    let script = "\(look); rm sub/file out; touch mine"
                    #expect(
                        try run(["-v", "vol:/data"], script).succeeded().lines
                            == ["sub/file 4711 2", "second 4711 2", "/etc"])
                    #expect(try run(["-v", "vol:/data"], "ls /data").lines == ["mine", "second", "sub"])
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
            try Skiff.withOwnRoot { skiff in
                try withTemporaryDirectory { directory in
                    let make = """
                        cd \(directory); mkdir -p bin data/own; cp /bin/busybox bin; touch data/own/file
                        chown -R 1000:33 data/own; chown 5:6 data; chmod 2750 data/own; tar -cf image.tar bin data
                        """
                    try Program("sh", ["-ec", make]).run().succeeded()
                    try skiff.run("import", "\(directory)/image.tar", "owned").succeeded()
                }
                let script = "stat -c '%n %u:%g %a' /data /data/own /data/own/file; touch /data/\"$0\""
                let lines = ["/data 5:6 755", "/data/own 1000:33 2750", "/data/own/file 1000:33 644"]
                let kinds = [[], ["--userns", "auto"]]
                for (index, first) in kinds.enumerated() {
                    let volume = "vol\(index)"
                    for (name, options) in [("one", first), ("two", kinds[1 - index])] {
                        let words = ["owned", "/bin/busybox", "sh", "-c", script, name]
                        let result = try skiff.run(["run", "--rm", "-v", "\(volume):/data"] + options + words)
                        #expect(result.lines == lines, "\(result)")
                    }
                    let data = "\(skiff.root)/volumes/\(volume)/_data"
                    let found = try Program("stat", ["-c", "%u:%g %a"] + ["", "/own", "/own/file"].map { data + $0 })
                        .run()
                    #expect(found.lines == lines.map { String($0.drop { $0 != " " }.dropFirst()) })
                    #expect(try HostFile.status("\(data)/one").st_uid == 0)
                    #expect(try HostFile.status("\(data)/two").st_uid == 0)
                }
            }
        }

        @Test("has the time of the image's directory, is whole on the disk, and readable whatever the umask is")
        func attributes() throws {
            try Skiff.withOwnRoot { skiff in
                try skiff.withImage(Self.entries) { image throws in
                    let look = [image, "/bin/busybox", "stat", "-c", "%Y %a", "/data"]
                    let plain = try skiff.run(["run", "--rm"] + look).succeeded().text
                    for words in [["volume", "create", "empty"], ["run", "--rm", "-v", "vol:/data"] + look] {
                        let program = skiff.program(words)
                        let masked = Program(
                            "/bin/sh", ["-c", "umask 077; exec \"$0\" \"$@\"", program.path] + program.arguments,
                            environment: program.environment)
                        #expect(try ["empty", plain].contains(masked.run().text))
                    }
                    for name in ["empty", "vol"] {
                        let status = try HostFile.status("\(skiff.root)/volumes/\(name)/_data")
                        #expect(status.st_mode & 0o7777 == 0o755, "\(name)")
                    }
                    // One that goes with its container needn't be on the disk.
                    for (volume, isSynchronized) in [("other:/data", true), ("/data", false)] {
                        let program = skiff.program(["run", "--rm", "-v", volume] + look)
                        let calls = try TracedCalls(of: program).moments
                        #expect(calls.contains { $0.name == "syncfs" } == isSynchronized, "\(volume)")
                    }
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
                func list(_ options: [String]) throws -> [String] {
                    let words = ["debian", "ls", "-AlnR", "--time-style=+%s", "/usr"]
                    return try skiff.run(["run", "--rm"] + options + words).succeeded().lines
                        .filter { !$0.hasPrefix("total ") }
                }
                // An overlay has other link counts than the directories of a disk.
                let all = try list(["-v", "undisturbed:/usr"])
                let count = try list([]).count
                #expect(all.count == count && count > 100)
                for delay in [2, 5, 10, 20, 40, 80] {
                    let volume = "vol\(delay)"
                    var running = try skiff.start("run", "--rm", "-v", "\(volume):/usr", "debian", "true")
                    usleep(UInt32(delay) * 1000)
                    try running.send(.kill)
                    _ = try running.waitForEnd()
                    #expect(try list(["-v", "\(volume):/usr"]) == all, "killed after \(delay) ms")
                    #expect(HostFile.names(in: "\(skiff.root)/volumes/\(volume)") == ["_data"])
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
                // What somebody has made in the place of a file stays.
                let half =
                    "mkdir -m 750 .skiff-copied; mv _data/passwd _data/group .skiff-copied; echo mine >_data/group"
                try Program("sh", ["-c", "cd \(volume); \(half)"]).run().succeeded()
                #expect(try list() == whole)
                #expect(HostFile.names(in: volume) == ["_data"])
                #expect(try HostFile.text("\(volume)/_data/group") == "mine")
                #expect(try HostFile.status("\(volume)/_data").st_mode & 0o7777 == 0o750)
            }
        }

        @Test("isn't begun while another container is at it")
        func lock() throws {
            try Skiff.withOwnRoot { skiff in
                try skiff.run("volume", "create", "vol").succeeded()
                let busy = try Descriptor.open("\(skiff.root)/volumes/vol", [.directory])
                let isLocked = try busy.lock(wait: false, name: "vol")
                #expect(isLocked)
                let running = try skiff.start("run", "--rm", "-v", "vol:/etc", "busybox", "true")
                usleep(500_000)
                #expect(HostFile.names(in: "\(skiff.root)/volumes/vol/_data").isEmpty)
                _ = consume busy
                #expect(try running.finish().exitCode == 0)
                #expect(!HostFile.names(in: "\(skiff.root)/volumes/vol/_data").isEmpty)
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
