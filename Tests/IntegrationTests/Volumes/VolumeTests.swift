import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Volumes")
    struct VolumeTests {
        @Test("one outlives its containers, is shared by them, and goes when it is removed")
        func life() throws {
            try Skiff.withOwnRoot { skiff in
                #expect(try skiff.run("volume", "create", "data").succeeded().text == "data")
                #expect(try skiff.shell(["-v", "data:/d"], "echo one >/d/file").exitCode == 0)
                try skiff.withContainer(["-v", "data:/elsewhere"]) { container in
                    #expect(try skiff.shell(["-v", "data:/d:ro"], "cat /d/file; touch /d/x").text == "one")
                    try skiff.shell(["-v", "data:/d"], "echo two >/d/file").succeeded()
                    #expect(
                        try HostFile.text("/proc/\(container.pid)/root/elsewhere/file") == "two")
                    let refused = try skiff.run("volume", "rm", "--force", "data")
                    #expect(refused.exitCode == 1)
                    #expect(
                        refused.errorText
                            == "skiff: cannot remove volume data: it is in use by container \(container.name) "
                            + "(\(container.id.prefix(12))); remove it first")
                }
                #expect(try HostFile.text("\(skiff.root)/volumes/data/_data/file") == "two")
                #expect(try skiff.run("volume", "rm", "data").succeeded().text == "data")
                #expect(HostFile.names(in: "\(skiff.root)/volumes") == [])
                #expect(try skiff.run("volume", "rm", "data").errorText == "skiff: no such volume: data")
                #expect(try skiff.run("volume", "rm", "-f", "data").exitCode == 0)
            }
        }

        @Test("anonymous ones go with --rm and with rm -v, and stay with rm")
        func anonymous() throws {
            try Skiff.withOwnRoot { skiff in
                func names() throws -> [String] { try skiff.run("volume", "ls", "-q").succeeded().lines }
                #expect(try skiff.shell(["-v", "/a", "-v", "named:/b"], "touch /a/x /b/y; ls /a /b").exitCode == 0)
                #expect(try names() == ["named"])
                for (flags, count) in [(["-v"], 0), ([], 1)] {
                    try skiff.run("run", "--name", "one", "-v", "/a", "-v", "named:/b", "busybox", "true").succeeded()
                    #expect(try names().count == 2)
                    try skiff.run(["rm"] + flags + ["one"]).succeeded()
                    #expect(try names().count == 1 + count)
                }
                #expect(try skiff.run("volume", "prune", "-f").succeeded().lines.first == "Deleted Volumes:")
                #expect(try names() == ["named"])
                #expect(HostFile.names(in: "\(skiff.root)/volumes/named/_data") == ["y"])
                // What couldn't start leaves none of its own.
                #expect(try skiff.run("run", "-v", "/a", "busybox", "/absent").exitCode == 127)
                #expect(try skiff.run("run", "-d", "-v", "/a", "--rm", "busybox", "true").exitCode == 0)
                let isGone = try eventually { try names() == ["named"] }
                #expect(isGone)
            }
        }

        @Test("--volumes-from gives what another container has, and an anonymous one stays until both are gone")
        func volumesFrom() throws {
            try Skiff.withOwnRoot { skiff in
                try withTemporaryDirectory { directory in
                    try skiff.run(
                        "run", "--name", "first", "-v", "/a", "-v", "named:/b", "-v", "\(directory):/c:ro", "--tmpfs",
                        "/t", "busybox", "sh", "-c", "echo 1 >/a/f; echo 2 >/b/f"
                    ).succeeded()
                    let script = "cat /a/f /b/f; touch /b/x /c/x; ls -d /t"
                    let result = try skiff.shell(["--volumes-from", "first:ro"], script)
                    #expect(result.lines == ["1", "2"])
                    #expect(result.errorText.split(separator: "\n").count == 3, "\(result)")
                    try skiff.run(
                        "run", "--name", "second", "--volumes-from", "first", "-v", "other:/b", "busybox", "sh", "-c",
                        "cat /a/f; ls /b"
                    ).succeeded()
                    #expect(try skiff.run("logs", "second").lines == ["1"])
                    try skiff.run("rm", "-v", "first").succeeded()
                    #expect(try skiff.run("volume", "ls", "-q").lines.count == 3)
                    try skiff.run("rm", "-v", "second").succeeded()
                    #expect(try skiff.run("volume", "ls", "-q").lines == ["named", "other"])
                    let absent = try skiff.run("run", "--volumes-from", "first", "busybox", "true")
                    #expect(absent.exitCode == 125 && absent.errorText.contains("no such container: first"))
                }
            }
        }

        @Test("lists, inspections and filters are Docker's")
        func output() throws {
            try Skiff.withOwnRoot { skiff in
                try skiff.run("volume", "create", "--label", "k=v", "data").succeeded()
                try skiff.run("volume", "create", "more").succeeded()
                let anonymous = try skiff.run("volume", "create").succeeded().text
                #expect(anonymous.utf8.count == 64)
                let table = try skiff.run("volume", "ls", "--filter", "name=a").lines
                #expect(table.first == "DRIVER    VOLUME NAME" && table.last?.hasPrefix("local     ") == true)
                #expect(try skiff.run("volume", "ls", "-q", "--filter", "label=k=v").lines == ["data"])
                #expect(try skiff.run("volume", "ls", "--format", "{{.Name}} {{.Labels}}").lines.contains("data k=v"))
                let json = try skiff.run("volume", "inspect", "data").json()[0]
                #expect(json["Name"].string == "data" && json["Driver"].string == "local")
                #expect(json["Mountpoint"].string == "\(skiff.root)/volumes/data/_data")
                #expect(json["Labels"]["k"].string == "v")
                #expect(
                    try skiff.run("volume", "inspect", "-f", "{{.Scope}} {{.Labels.k}}", "data").text == "local v")
                #expect(try skiff.run("volume", "inspect", "data", "absent").exitCode == 1)
                try skiff.withContainer(["-v", "data:/d:ro", "-v", "/etc:/e", "--tmpfs", "/t"]) { container in
                    let mounts = try container.inspection()["Mounts"]
                    #expect(mounts[0]["Type"].string == "volume" && mounts[0]["Name"].string == "data")
                    #expect(mounts[0]["Destination"].string == "/d" && mounts[0]["Driver"].string == "local")
                    #expect(mounts[0]["Source"].string == "\(skiff.root)/volumes/data/_data")
                    #expect(mounts[0]["RW"].boolean == false && mounts[0]["Mode"].string == "ro")
                    #expect(mounts[1]["Type"].string == "bind" && mounts[1]["Propagation"].string == "rprivate")
                    #expect(try skiff.run("volume", "ls", "-q", "-f", "dangling=false").lines == ["data"])
                    let usage = try skiff.run("system", "df", "--format", "{{.Type}} {{.TotalCount}} {{.Active}}").lines
                    #expect(usage.contains("Local Volumes 3 1"))
                    #expect(try skiff.run("system", "df", "-v").lines.contains { $0.hasPrefix("data ") })
                }
                #expect(try skiff.run("volume", "prune", "-f").text.contains(anonymous))
                #expect(try skiff.run("volume", "prune", "-f", "--filter", "label!=k", "-a").lines[1] == "more")
                #expect(try skiff.run("system", "prune", "-f", "--volumes").exitCode == 0)
                #expect(try skiff.run("volume", "ls", "-q").lines == ["data"])
            }
        }

        @Test("options make a volume of a directory or of memory, or are refused by name")
        func options() throws {
            try Skiff.withOwnRoot { skiff in
                try withTemporaryDirectory { directory in
                    let create = ["volume", "create", "--opt"]
                    try skiff.run(create + ["type=none", "-o", "o=bind", "-o", "device=\(directory)/x", "host"])
                        .succeeded()
                    let absent = try skiff.run("run", "--rm", "-v", "host:/d", "busybox", "true")
                    #expect(absent.exitCode == 125 && absent.errorText.contains("\(directory)/x"))
                    try Program("mkdir", ["\(directory)/x"]).run().succeeded()
                    try skiff.shell(["-v", "host:/etc"], "touch /etc/made").succeeded()
                    #expect(HostFile.names(in: "\(directory)/x").contains("made"))
                    #expect(HostFile.names(in: "\(directory)/x").contains("passwd"))
                    #expect(
                        try skiff.run("volume", "inspect", "-f", "{{.Mountpoint}}", "host").text == "\(directory)/x")
                    try skiff.run("volume", "rm", "host").succeeded()
                    #expect(HostFile.names(in: "\(directory)/x").contains("made"))
                }
                let memory = ["volume", "create", "-o", "type=tmpfs", "-o", "o=size=1m,mode=700", "scratch"]
                try skiff.run(memory).succeeded()
                let script = "stat -c %a /s; head -c 2000000 /dev/zero >/s/x; stat -c %s /s/x; cp /bin/busybox /tmp"
                #expect(try skiff.shell(["-v", "scratch:/s"], script).lines.prefix(2) == ["700", "1048576"])
                try skiff.withContainer(["-v", "scratch:/s"]) { container in
                    let second = try skiff.run("run", "--rm", "-v", "scratch:/s", "busybox", "true")
                    #expect(second.exitCode == 125 && second.errorText.contains(container.name))
                }
                let nfs = try skiff.run("volume", "create", "-o", "type=nfs", "-o", "device=:/x", "net")
                #expect(nfs.exitCode == 1 && nfs.errorText.contains("\"nfs\" are not supported"))
                let size = try skiff.run("volume", "create", "-o", "size=1m", "small")
                // The tests' file system may keep quotas, though few do.
                #expect(size.exitCode == 0 || size.errorText.contains("prjquota"), "\(size)")
                #expect(HostFile.exists("\(skiff.root)/volumes/small") == (size.exitCode == 0))
                let other = try skiff.run("volume", "create", "-o", "type=tmpfs", "scratch")
                #expect(other.exitCode == 1 && other.errorText.contains("exists with other options"))
            }
        }

        @Test("check finds a directory without a row, and a row without a directory")
        func check() throws {
            try Skiff.withOwnRoot { skiff in
                try skiff.run("volume", "create", "gone").succeeded()
                try Program("sh", ["-c", "cd \(skiff.root)/volumes; mkdir -p found/_data .removed-x; rm -r gone"]).run()
                    .succeeded()
                let found = try skiff.run("system", "check")
                #expect(found.exitCode == 1)
                for name in ["gone", "found", ".removed-x"] { #expect(found.text.contains(name), "\(found)") }
                #expect(try skiff.run("system", "check", "--repair").exitCode == 0)
                #expect(try skiff.run("system", "check").exitCode == 0)
                #expect(try skiff.run("volume", "ls", "-q").lines == ["found", "gone"])
                #expect(HostFile.names(in: "\(skiff.root)/volumes") == ["found", "gone"])
            }
        }
    }
}
