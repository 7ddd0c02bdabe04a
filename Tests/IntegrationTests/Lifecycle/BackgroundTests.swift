import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Containers in the background")
    struct BackgroundTests {
        private let skiff = Skiff.current

        @Test("run -d prints the id and comes back while the container runs")
        func detach() throws {
            try skiff.withContainer { container throws in
                #expect(container.id.count == 64)
                #expect(try container.processFile("cmdline") == "sleep\01000\0")
                #expect(try skiff.run("ps", "-q", "--no-trunc").lines.contains(container.id))
            }
        }

        @Test("ps shows what runs, and with -a what has ended, in Docker's words")
        func list() throws {
            let before = try skiff.run("ps", "-a", "-q").lines.count
            try skiff.withContainer([], ["sh", "-c", "sleep 1000", "and", "more"]) { running in
                try skiff.withContainer([], ["sh", "-c", "exit 3"]) { ended in
                    #expect(try skiff.run("wait", ended.id).text == "3")
                    #expect(try skiff.run("ps", "-a", "-q").lines.count == before + 2)
                    let rows = try skiff.run("ps", "-a", "--no-trunc", "--format", "json").succeeded().lines.map {
                        try JSON(parsing: $0)
                    }
                    let first = try #require(rows.first { $0["ID"].string == running.id })
                    #expect(first["Names"].string == running.name)
                    #expect(first["Image"].string == "busybox")
                    #expect(first["Command"].string == "\"sh -c 'sleep 1000' and more\"")
                    #expect(first["State"].string == "running")
                    #expect(first["Status"].string?.hasPrefix("Up ") == true)
                    let second = try #require(rows.first { $0["ID"].string == ended.id })
                    #expect(second["State"].string == "exited")
                    #expect(second["Status"].string?.hasPrefix("Exited (3) ") == true)
                    let table = try skiff.run("ps").lines
                    #expect(table.first?.hasPrefix("CONTAINER ID") == true)
                    #expect(table.contains { $0.hasPrefix(running.id.prefix(12)) && $0.hasSuffix(running.name) })
                    #expect(!table.contains { $0.contains(ended.name) })
                }
            }
        }

        @Test("inspect tells what was asked and what came of it")
        func inspect() throws {
            let options = [
                "-e", "A=b", "-w", "/tmp", "-u", "user", "-h", "me", "-l", "x=y", "-m", "64m", "--cpus", "0.5",
                "--pids-limit", "50", "--cpu-shares", "512",
                "--cpuset-cpus", "0", "--read-only", "--stop-signal", "USR1", "--memory-reservation", "32m",
            ]
            try skiff.withContainer(options) { container in
                let inspection = try container.inspection()
                #expect(inspection["Id"].string == container.id)
                #expect(inspection["Name"].string == "/" + container.name)
                #expect([inspection["Path"].string, inspection["Args"][0].string] == ["sleep", "1000"])
                #expect(try inspection["Image"] == skiff.inspect("busybox")["Id"])
                let config = inspection["Config"]
                #expect(config["Env"].strings.contains("A=b"))
                #expect(
                    [config["WorkingDir"], config["Hostname"], config["Image"]].map(\.string) == [
                        "/tmp", "me", "busybox",
                    ])
                #expect(config["Labels"].members == ["x": .string("y")])
                #expect(config["StopSignal"].string == "SIGUSR1")
                let host = inspection["HostConfig"]
                let numbers = [
                    "Memory": 64 << 20, "MemoryReservation": 32 << 20, "NanoCpus": 500_000_000, "PidsLimit": 50,
                    "CpuShares": 512,
                ]
                for (key, value) in numbers { #expect(host[key].number == Int64(value), "\(key)") }
                #expect(host["CpusetCpus"].string == "0")
                #expect(host["ReadonlyRootfs"].boolean == true)
                let state = inspection["State"]
                #expect(state["Status"].string == "running")
                #expect(HostFile.exists("/proc/\(state["Pid"].number ?? 0)"))
            }
        }

        @Test("inspect tells of an end: times, code and no process")
        func inspectEnded() throws {
            try skiff.withContainer([], ["sh", "-c", "exit 4"]) { container in
                try skiff.run("wait", container.id).succeeded()
                let state = try container.inspection()["State"]
                #expect(state["Status"].string == "exited")
                #expect(state["Running"].boolean == false)
                #expect([state["Pid"].number, state["ExitCode"].number] == [0, 4])
                #expect(state["OOMKilled"].boolean == false)
                let times = [state["StartedAt"].string ?? "", state["FinishedAt"].string ?? ""]
                #expect(times[0] > "2020" && times[0] <= times[1])
            }
        }

        @Test("a container is found by its name, its id and any beginning of that")
        func references() throws {
            try skiff.withContainer { container throws in
                for reference in [
                    container.name, container.id, String(container.id.prefix(12)), String(container.id.prefix(6)),
                ] {
                    #expect(try skiff.inspect(reference)["Id"].string == container.id, "\(reference)")
                }
            }
        }

        @Test(
            "who is not there is refused by name",
            arguments: ["inspect", "logs", "stop", "kill", "rm", "wait", "limits", "stats"])
        func unknown(verb: String) throws {
            let result = try skiff.run(verb, "nobody-here")
            #expect(result.exitCode == 1)
            #expect(result.errorText.contains("nobody-here"))
        }

        @Test("one that is unknown doesn't keep the others from it")
        func several() throws {
            try skiff.withContainer { container in
                let result = try skiff.run("kill", "nobody-here", container.name)
                #expect(result.exitCode == 1)
                #expect(result.text == container.name)
                #expect(try skiff.run("wait", container.id).text == "137")
            }
        }

        @Test("a name in use is refused, and left to its owner")
        func nameInUse() throws {
            try skiff.withContainer { container in
                let before = try HostSnapshot(of: skiff)
                let result = try skiff.run("run", "--rm", "--name", container.name, "busybox", "true")
                #expect(result.exitCode == 125)
                #expect(result.errorText.contains(container.name) && result.errorText.contains("in use"))
                try skiff.expectHost(unchangedSince: before)
            }
        }

        @Test("a name that is none is refused", arguments: ["a", "../x", "a/b", "-x", "a b", "ä", "a\u{1b}[2J"])
        func badName(name: String) throws {
            let result = try skiff.run("run", "--rm", "--name=" + name, "busybox", "true")
            #expect(result.exitCode == 125)
            #expect(!result.error.contains(0x1b))
        }

        @Test("what runs is not removed without force")
        func remove() throws {
            try skiff.withContainer { container in
                let result = try skiff.run("rm", container.name)
                #expect(result.exitCode == 1)
                #expect(result.errorText.contains("running"))
                #expect(try container.inspection()["State"]["Running"].boolean == true)
                #expect(try skiff.run("rm", "-f", container.name).text == container.name)
                // A process that has ended has none, reaped or not.
                #expect(HostFile.linkTarget("/proc/\(container.pid)/exe") == nil)
                // What withContainer removes at the end.
                try skiff.run("run", "--name", container.name, "busybox", "true").succeeded()
            }
        }

        @Test("with --rm a background container goes when it ends")
        func removeOnExit() throws {
            let before = try HostSnapshot(of: skiff)
            let id = try skiff.run("run", "-d", "--rm", "busybox", "sleep", "0.2").succeeded().text
            #expect(id.count == 64)
            try skiff.expectHost(unchangedSince: before)
        }
    }
}
