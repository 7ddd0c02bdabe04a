import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Namespaces of others", .withSkiff(.busybox))
    struct SharingTests {
        private var skiff: Skiff { Skiff.current }

        @Test(
            "a container joins the namespace of a running one",
            arguments: [("--network", "net"), ("--pid", "pid"), ("--ipc", "ipc"), ("--uts", "uts")])
        func joins(flag: String, file: String) throws {
            try skiff.withContainer(["--init", "--ipc", "shareable"]) { container in
                let expected = HostFile.linkTarget("/proc/\(container.pid)/ns/\(file)")
                for reference in [container.name, container.id] {
                    let words = [flag, "container:\(reference)"]
                    let other = try skiff.shell(words, "readlink /proc/self/ns/\(file)").succeeded().text
                    #expect(other == expected)
                }
                let others = ["net", "pid", "ipc", "uts", "mnt", "cgroup"].filter { $0 != file }
                for other in others {
                    let own = try skiff.shell([flag, "container:\(container.name)"], "readlink /proc/self/ns/\(other)")
                    #expect(own.text != HostFile.linkTarget("/proc/\(container.pid)/ns/\(other)"), "\(other)")
                }
            }
        }

        @Test(
            "the host's namespaces are the host's",
            arguments: [
                ("--network", "net"), ("--pid", "pid"), ("--ipc", "ipc"), ("--uts", "uts"), ("--cgroupns", "cgroup"),
            ])
        func hosts(flag: String, file: String) throws {
            let inside = try skiff.shell([flag, "host"], "readlink /proc/self/ns/\(file)").succeeded().text
            #expect(inside == HostFile.linkTarget("/proc/self/ns/\(file)"))
        }

        @Test("a shared network brings the other's host name, and --ipc none no shared memory")
        func effects() throws {
            try skiff.withContainer(["--init", "--hostname", "donor"]) { container in
                let words = ["--network", "container:\(container.name)"]
                #expect(try skiff.shell(words, "hostname; echo $HOSTNAME").lines == ["donor", "donor"])
                let processes = try skiff.shell(["--pid", "container:\(container.name)"], "ps | grep -c 'sleep 1000'")
                #expect(processes.text != "0")
                #expect(try skiff.inspect(container.id)["State"]["Status"].string == "running")
            }
            #expect(try skiff.shell(["--ipc", "none"], "ls /dev/shm").exitCode == 1)
        }

        @Test("processes that outlive a container in another's process namespace are gone with its end")
        func noneLeft() throws {
            try skiff.withContainer(["--init"]) { container in
                let words = ["--pid", "container:\(container.name)"]
                try skiff.shell(words, "sleep 1234 & true").succeeded()
                #expect(try skiff.shell(words, "ps").succeeded().text.contains("sleep 1234") == false)
            }
        }

        @Test("what can't be shared is refused in a sentence")
        func refusals() throws {
            try skiff.withContainer(["--init"]) { container in
                let name = container.name
                for (words, fragment) in [
                    (["--network", "container:nobody"], "no such container: nobody"),
                    (["--network", "container:"], "container:NAME"), (["--pid", "bridge"], "container:NAME"),
                    (["--ipc", "container:\(name)"], "private; run that one with --ipc shareable"),
                    (["--cgroupns", "container:\(name)"], "private or host"),
                    (["--network", "container:\(name)", "--hostname", "x"], "hostname and the network mode"),
                    (["--uts", "host", "--hostname", "x"], "hostname and the UTS mode"),
                    (["--uts", "host", "--sysctl", "kernel.domainname=x"], "UTS namespace"),
                    (["--ipc", "host", "--sysctl", "kernel.shmmax=1"], "IPC namespace"),
                    (["--userns", "auto", "--pid", "container:\(name)"], "--userns host"),
                    (["--cgroup-parent", "a/../.."], "lead up"),
                ] {
                    try skiff.expectFailure(["run", "--rm"] + words + ["busybox", "true"], fragment, exitCode: 125)
                }
                try skiff.run("stop", "-t", "0", name).succeeded()
                for flag in ["--network", "--pid", "--ipc", "--uts"] {
                    let words = ["run", "--rm", flag, "container:\(name)", "busybox", "true"]
                    try skiff.expectFailure(words, "container \(name): it is not running", exitCode: 125)
                }
            }
        }

        @Test("a container's cgroup is made in the one that is asked for", .requiresCgroupV2)
        func cgroupParent() throws {
            let parent = "skiff-parent-\(UInt64.random(in: 0 ... .max))"
            defer { Self.removeGroups(parent) }
            try skiff.withContainer(["--init", "--cgroup-parent", parent, "-m", "64m"]) { container in
                let groups = try container.processFile("cgroup")
                #expect(groups.contains(":/\(parent)/skiff-\(container.id)"))
            }
        }

        /// Ancestors stay, as for every runtime: they may be shared.
        private static func removeGroups(_ name: String) {
            let root = "/sys/fs/cgroup"
            for path in [root] + HostFile.names(in: root).map({ "\(root)/\($0)" }) { rmdir("\(path)/\(name)") }
        }
    }
}
