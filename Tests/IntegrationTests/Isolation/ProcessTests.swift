import TestSupport
import Testing

extension IntegrationTests {
    @Suite("How the first process starts")
    struct ProcessTests {
        private let skiff = Skiff.current

        @Test("it is process 1 and leads a session of its own")
        func session() throws {
            let process = try skiff.probe(only: "process")
            for (key, value) in ["pid": 1, "ppid": 0, "sid": 1, "pgid": 1] { #expect(process[key].number == Int64(value), "\(key)") }
            #expect(process["terminal"]["controlling"].boolean == false)
        }

        @Test("nothing but the standard streams is open, whatever skiff was started with")
        func descriptors() throws {
            let skiffWords = skiff.program(["run", "--rm", "probe", "/probe", "--only", "descriptors"])
            var shell = Program("/bin/bash", ["-c", #"exec 3</etc/passwd 77</ 200>/dev/null; exec "$@""#, "bash", skiffWords.path] + skiffWords.arguments)
            shell.environment = skiffWords.environment
            let report = try shell.run().json()
            #expect(report["descriptors"].elements.compactMap { $0["number"].number } == [0, 1, 2])
        }

        @Test("no descriptor of a running container leads to the host")
        func descriptorsOutside() throws {
            try skiff.withContainer { container in
                let targets = HostFile.names(in: "/proc/\(container.pid)/fd").map {
                    HostFile.linkTarget("/proc/\(container.pid)/fd/\($0)") ?? ""
                }
                #expect(targets.count == 3)
                #expect(targets.allSatisfy { $0 == "/dev/null" || $0.hasPrefix("pipe:") }, "\(targets)")
                #expect(HostFile.linkTarget("/proc/\(container.pid)/cwd") == "/")
            }
        }

        @Test("the mask for new files is 022, whatever skiff was started with")
        func umask() throws {
            let words = skiff.program(["run", "--rm", "probe", "/probe", "--only", "ids"])
            var shell = Program("/bin/sh", ["-c", #"umask 077; exec "$@""#, "sh", words.path] + words.arguments)
            shell.environment = words.environment
            #expect(try shell.run().json()["ids"]["umask"].string == "0022")
        }

        @Test(
            "resource limits are set",
            arguments: [
                ("nofile=100:200", "nofile", 100, 200), ("nproc=64", "nproc", 64, 64), ("core=0", "core", 0, 0),
                ("stack=1048576:-1", "stack", 1_048_576, -1), ("memlock=65536", "memlock", 65_536, 65_536),
            ] as [(String, String, Int64, Int64)])
        func resourceLimits(option: String, name: String, soft: Int64, hard: Int64) throws {
            let limit = try skiff.probe(["--ulimit", option], only: "limits")[name]
            #expect([limit["soft"].number, limit["hard"].number] == [soft, hard])
        }

        @Test("signals have their default handling, whatever skiff was started with")
        func signals() throws {
            let words = skiff.program(["run", "--rm", "busybox", "grep", "-E", "^Sig(Blk|Ign|Cgt)", "/proc/self/status"])
            var shell = Program("/bin/bash", ["-c", #"trap '' TERM INT HUP USR1; exec "$@""#, "bash", words.path] + words.arguments)
            shell.environment = words.environment
            #expect(try shell.run().lines == ["SigBlk", "SigIgn", "SigCgt"].map { "\($0):\t0000000000000000" })
        }

        @Test("it may run as another user, by name or by number", arguments: [
            ("user", [1000, 1000], [10, 33, 1000]), ("1000", [1000, 1000], [10, 33, 1000]), ("4321", [4321, 0], []), ("user:daemon", [1000, 1], []),
            ("4321:1234", [4321, 1234], []), ("root", [0, 0], [0, 10]),
        ] as [(String, [Int64], [Int64])])
        func user(name: String, expected: [Int64], groups: [Int64]) throws {
            let ids = try skiff.probe(["--user", name], only: "ids")
            for kind in ["real", "effective", "saved", "filesystem"] {
                #expect([ids["uid"][kind].number, ids["gid"][kind].number] == expected, "\(kind)")
            }
            let supplementary = Set(ids["groups"].elements.compactMap(\.number))
            #expect(supplementary.subtracting([expected[1]]) == Set(groups).subtracting([expected[1]]))
        }

        @Test("a user or group that the image hasn't got is refused by name", arguments: ["nobody-here", "user:no-group", "-1", "4294967296"])
        func unknownUser(name: String) throws {
            let result = try skiff.run("run", "--rm", "--user", name, "busybox", "true")
            #expect(result.exitCode == 125)
            #expect(result.errorText.contains(name.split(separator: ":").last ?? ""))
        }

        @Test("a user who isn't root may write to the standard streams by name")
        func streamsOfUser() throws {
            let result = try skiff.shell(["--user", "user"], "echo out >/dev/stdout; echo err >/dev/stderr")
            #expect(result.exitCode == 0)
            #expect([result.text, result.errorText] == ["out", "err"])
        }
    }
}
