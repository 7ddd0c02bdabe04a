import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Cgroups
@testable import Runtime

@Suite("A mount of the host", .requiresRoot)
struct BindMountTests {
    private typealias Mount = RuntimeSpec.Mount

    @Test("with a relative source or destination starts at the bundle, and at the root")
    func relative() throws {
        try LaunchFixture.with { fixture in
            try withTemporaryDirectory { bundle, directory in
                try directory.makeDirectory("data")
                try directory.openDirectory("data").createFile("file", Array("content\n".utf8), mode: 0o644)
                let mounts = [
                    Mount(destination: "in/side", type: "bind", source: "data", options: ["bind", "ro"]),
                    Mount(destination: "/file", type: "none", source: "data/../data/file", options: ["rbind"]),
                ]
                let outcome = try fixture.run("busybox cat /in/side/file /file", mounts: mounts, bundle: bundle)
                #expect(outcome.output == "content\ncontent\n", "\(outcome)")
            }
        }
    }

    @Test("maps the owners of files by its own ranges")
    func ownMappings() throws {
        try LaunchFixture.with { fixture in
            try withTemporaryDirectory { source, directory in
                for owner in [0, 1, 7] as [UInt32] {
                    try directory.createFile("\(owner)", [])
                    try directory.setOwner(of: "\(owner)", FileOwner(user: owner, group: owner))
                }
                let mappings: [RuntimeSpec.IDMapping] = [
                    .init(containerID: 0, hostID: 1000, size: 1), .init(containerID: 1, hostID: 2000, size: 3),
                ]
                let mount = Mount(
                    destination: "/x", source: source, options: ["bind", "idmap"], userIDMappings: mappings,
                    groupIDMappings: mappings)
                let outcome = try fixture.run("busybox stat -c %u:%g /x/0 /x/1 /x/7", mounts: [mount])
                #expect(outcome.output == "1000:1000\n2000:2000\n65534:65534\n", "\(outcome)")
            }
        }
    }

    @Test("maps the owners of files as the container's user namespace, if it says no more than idmap")
    func containerMappings() throws {
        try LaunchFixture.with { fixture in
            try fixture.openToAll(directories: ["x", "y"])
            try withTemporaryDirectory { source, directory in
                try directory.createFile("file", [], mode: 0o600)
                try directory.setMode(0o755)
                let mounts = [
                    Mount(destination: "/x", source: source, options: ["bind", "idmap"]),
                    Mount(destination: "/y", source: source, options: ["bind"]),
                ]
                let outcome = try fixture.run("busybox stat -c %u:%g /x/file /y/file", mounts: mounts) {
                    $0.addUserNamespace()
                }
                #expect(outcome.output == "0:0\n65534:65534\n", "\(outcome)")
            }
        }
    }

    @Test("maps the owners of what is mounted beneath only with ridmap", .requiresMappedTmpfs)
    func recursiveMappings() throws {
        try LaunchFixture.with { fixture in
            try withSharedMount { source in
                let directory = try Descriptor.open(source, [.directory])
                try directory.makeDirectory("y")
                try Program("/bin/mount", ["-t", "tmpfs", "test", "\(source)/y"]).run().succeeded()
                let mappings = [RuntimeSpec.IDMapping(containerID: 0, hostID: 1000, size: 1)]
                for (option, owners) in [("idmap", "1000\n0\n"), ("ridmap", "1000\n1000\n")] {
                    let mount = Mount(
                        destination: "/x", source: source, options: ["rbind", option], userIDMappings: mappings,
                        groupIDMappings: mappings)
                    let outcome = try fixture.run("busybox stat -c %u /x /x/y", mounts: [mount])
                    #expect(outcome.output == owners, "\(outcome)")
                }
            }
        }
    }

    @Test("whose file system maps no owners is refused")
    func unmappable() throws {
        try LaunchFixture.with { fixture in
            let mappings = [RuntimeSpec.IDMapping(containerID: 0, hostID: 1000, size: 1)]
            let mount = Mount(
                destination: "/x", source: "/sys/kernel", options: ["bind", "idmap"], userIDMappings: mappings,
                groupIDMappings: mappings)
            let failure = try #require(try fixture.run("true", mounts: [mount]).failure)
            #expect(failure.hasPrefix("mounts[1].options[1]: the owners of /sys/kernel can't be mapped"), "\(failure)")
        }
    }

    @Test("of its cgroups has links for controllers that share a hierarchy, and is read-only if asked")
    func cgroups() throws {
        try LaunchFixture.with { fixture in
            try withTemporaryDirectory { group in
                let views = [CgroupView(name: "cpu,cpuacct", path: group), CgroupView(name: "systemd", path: group)]
                for (options, result) in [([], "writable"), (["ro"], "read-only")] {
                    let mount = Mount(destination: "/sys/fs/cgroup", type: "cgroup", options: options)
                    let script = """
                        for x in cpu cpuacct; do busybox readlink /sys/fs/cgroup/$x; done
                        for x in . cpu systemd; do
                            busybox mkdir /sys/fs/cgroup/$x/new 2>/dev/null && echo writable || echo read-only
                        done
                        busybox rmdir /sys/fs/cgroup/cpu/new
                        """
                    let outcome = try fixture.run(script, mounts: [mount], views: views)
                    // Both views are one directory here: what one made, the other has.
                    let last = result == "writable" ? "read-only" : result
                    let expected = ["cpu,cpuacct", "cpu,cpuacct", result, result, last]
                    #expect(outcome.output.split(separator: "\n").prefix(5).map(String.init) == expected, "\(outcome)")
                }
            }
        }
    }

    @Test("stands in for sysfs where the container may not mount it")
    func hostSysfs() throws {
        try LaunchFixture.with { fixture in
            try fixture.openToAll()
            let mount = Mount(destination: "/sys", type: "sysfs", source: "sysfs", options: ["noexec"])
            let script = "\(RuntimeSpec.showMounts); busybox ls /sys"
            let outcome = try fixture.run(script, mounts: [mount]) { $0.addUserNamespace() }
            let info = try #require(outcome.mount(at: "/sys"), "\(outcome)")
            #expect(info.type == "sysfs" && info.options.isSuperset(of: ["ro", "noexec"]))
            #expect(outcome.output.contains("\nclass\n"))
        }
    }
}
