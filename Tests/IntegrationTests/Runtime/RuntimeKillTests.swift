import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("kill, pause and list of the runtime")
    struct RuntimeKillTests {
        /// Tells each signal that it gets.
        static let listener = [
            "sh", "-c",
            "mkfifo /tmp/f; exec 9<>/tmp/f; for s in HUP USR1 TERM 34 64; do trap \"echo got $s\" $s; done; "
                + "echo up; while :; do read line <&9; done",
        ]

        @Test("a signal is a number or a name, with or without SIG, and SIGTERM if there is none")
        func signals() throws {
            try Bundle.with(Self.listener) { bundle in
                try bundle.createAndStart()
                #expect(try eventually { bundle.output == "up" })
                let words = [
                    ("HUP", "HUP"), ("SIGUSR1", "USR1"), ("10", "USR1"), ("sigusr1", "USR1"), ("term", "TERM"),
                    ("15", "TERM"), ("34", "34"), ("SIGRTMAX", "64"), ("64", "64"),
                ]
                for (word, name) in words {
                    try HostFile.write("", to: "\(bundle.directory)/output")
                    try bundle.run("kill", bundle.id, word).succeeded()
                    #expect(try eventually { bundle.output == "got \(name)" }, "\(word): \(bundle.output)")
                }
                try HostFile.write("", to: "\(bundle.directory)/output")
                try bundle.run("kill", bundle.id).succeeded()
                #expect(try eventually { bundle.output == "got TERM" })
                try bundle.run("kill", bundle.id, "0").succeeded()
                for word in ["NONE", "SIG", "65", "-1", "1x", ""] {
                    try bundle.expectRefusal(["kill", "--", bundle.id, word], ["signal", "\"\(word)\""])
                }
                #expect(try bundle.status() == "running")
            }
        }

        @Test("a created container can be killed, and is then stopped")
        func created() throws {
            try Bundle.with { bundle in
                try bundle.create()
                try bundle.run("kill", bundle.id, "KILL").succeeded()
                try bundle.wait(for: "stopped")
                try bundle.run("delete", bundle.id).succeeded()
            }
        }

        @Test("a stopped container can't be killed, which tells that it is not running")
        func stopped() throws {
            try Bundle.with(["true"]) { bundle in
                try bundle.createAndStart()
                try bundle.wait(for: "stopped")
                for signal in ["TERM", "KILL", "0"] {
                    try bundle.expectRefusal(["kill", bundle.id, signal], ["container not running"])
                }
            }
        }

        @Test("all processes of a container in the host's pid namespace are killed, even after its first has ended")
        func all() throws {
            let script = "sleep 1001 & sleep 1002 & (sleep 1003 &); echo up; read line; exec sleep 1000"
            try Bundle.with(["sh", "-c", script]) { configuration in
                configuration["linux"]["namespaces"] = .array(configuration.namespaces(without: "pid"))
            } _: { bundle in
                try bundle.createAndStart()
                #expect(try eventually { RuntimeSnapshot.processes(of: bundle).count == 4 })
                try bundle.run("kill", bundle.id, "KILL").succeeded()
                try bundle.wait(for: "stopped")
                #expect(RuntimeSnapshot.processes(of: bundle).count == 3)
                try bundle.run("kill", "--all", bundle.id, "9").succeeded()
                #expect(try eventually { RuntimeSnapshot.processes(of: bundle).isEmpty })
                try bundle.run("kill", "-a", bundle.id, "9").succeeded()
                try bundle.run("delete", bundle.id).succeeded()
            }
        }

        @Test("all processes get the signal that is meant for all")
        func allByName() throws {
            let script =
                "(trap 'echo inner; exit' USR1; echo up; while :; do sleep 0.01; done) & "
                + "trap 'echo outer; wait; exit' USR1; echo up; while :; do sleep 0.01; done"
            try Bundle.with(["sh", "-c", script]) { bundle in
                try bundle.createAndStart()
                #expect(try eventually { bundle.output == "up\nup" })
                try bundle.run("kill", "--all", bundle.id, "USR1").succeeded()
                try bundle.wait(for: "stopped")
                #expect(bundle.output.contains("inner") && bundle.output.contains("outer"), "\(bundle.output)")
            }
        }

        @Test("what a container leaves in the host's pid namespace goes when it is deleted")
        func leftovers() throws {
            try Bundle.with(["sh", "-c", "sleep 1001 & (sleep 1002 &); exit 0"]) { configuration in
                configuration["linux"]["namespaces"] = .array(configuration.namespaces(without: "pid"))
            } _: { bundle in
                try bundle.createAndStart()
                try bundle.wait(for: "stopped")
                try bundle.run("delete", bundle.id).succeeded()
                #expect(try eventually { RuntimeSnapshot.processes(of: bundle).isEmpty })
            }
        }

        @Test("groups that a container has made are deleted, however deep, with few open files")
        func deepGroups() throws {
            let script = """
                for group in /sys/fs/cgroup /sys/fs/cgroup/*/; do
                    cd $group; n=0
                    while [ $n -lt 100 ] && mkdir x; do cd x; n=$((n + 1)); done
                    [ $n = 100 ] && sleep 1001 & [ $n = 100 ] && echo $! >cgroup.procs
                done 2>/dev/null
                echo up; exec sleep 1000
                """
            try Bundle.with(["sh", "-c", script]) { configuration in
                configuration["linux"]["namespaces"] = .array(configuration.namespaces(without: "pid"))
                for index in configuration["mounts"].elements.indices {
                    guard configuration["mounts"][index]["type"].string == "cgroup" else { continue }
                    configuration["mounts"][index]["options"] = []
                }
            } _: { bundle in
                try bundle.createAndStart()
                #expect(try eventually { bundle.output.contains("up") })
                try #require(RuntimeSnapshot.processes(of: bundle).count > 1)
                for words in ["ps -f json $id", "kill --all $id KILL", "delete --force $id"] {
                    try bundle.script("ulimit -n 64; runtime \(words)").run().succeeded()
                }
                #expect(try eventually { RuntimeSnapshot.processes(of: bundle).isEmpty })
            }
        }

        @Test("a paused container stands still, is paused once, and can be killed and deleted")
        func pause() throws {
            try Bundle.with(["sh", "-c", "while :; do echo x; sleep 0.01; done"]) { bundle in
                try bundle.createAndStart()
                try bundle.run("pause", bundle.id).succeeded()
                #expect(try bundle.status() == "paused")
                let count = bundle.output.utf8.count
                try bundle.expectRefusal(["pause", bundle.id], ["paused", bundle.id])
                try bundle.expectRefusal(["delete", bundle.id], ["paused"])
                #expect(bundle.output.utf8.count == count)
                try bundle.run("resume", bundle.id).succeeded()
                #expect(try bundle.status() == "running")
                #expect(try eventually { bundle.output.utf8.count > count })
                try bundle.expectRefusal(["resume", bundle.id], ["running", bundle.id])
                try bundle.run("pause", bundle.id).succeeded()
                try bundle.run("kill", bundle.id, "KILL").succeeded()
                try bundle.wait(for: "stopped")
                try bundle.run("delete", bundle.id).succeeded()
                try bundle.createAndStart()
                try bundle.run("pause", bundle.id).succeeded()
                try bundle.run("delete", "--force", bundle.id).succeeded()
            }
        }

        @Test("the list shows each container in its state, as a table, as names and as JSON")
        func list() throws {
            try Bundle.with { bundle in
                #expect(try bundle.run("list", "-q").succeeded().text == "")
                #expect(try bundle.run("list", "-f", "json").json().elements.isEmpty)
                try bundle.create(id: bundle.id + "-b")
                try bundle.createAndStart()
                try bundle.create(id: bundle.id + "-c")
                try bundle.run("kill", bundle.id + "-c", "KILL").succeeded()
                #expect(try eventually { try bundle.status(bundle.id + "-c") == "stopped" })

                let names = [bundle.id, bundle.id + "-b", bundle.id + "-c"]
                #expect(try bundle.run("list", "-q").succeeded().lines == names)
                let states = try bundle.run("list", "--format=json").json().elements
                #expect(states.map { $0["status"].string } == ["running", "created", "stopped"])
                #expect(try states == names.map { try bundle.state($0) })
                let table = try bundle.run("list").succeeded().lines.map {
                    $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
                }
                #expect(table.first == ["ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER"])
                for (row, state) in zip(table.dropFirst(), states) {
                    let pid = try #require(state["pid"].number)
                    let columns = ["id", "status", "bundle", "created", "owner"].map { state[$0].string ?? "" }
                    #expect(row == [columns[0], "\(pid)"] + columns[1...])
                }
                #expect(table.count == 4)
                #expect(try bundle.run("list", "-f", "yaml").exitCode != 0)
            }
        }
    }
}
