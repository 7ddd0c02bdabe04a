import TestSupport
import Testing

extension IntegrationTests {
    @Suite("What of the file system is there")
    struct FilesystemTests {
        private let skiff = Skiff.current

        /// A mount as it has to be: options are among those it has.
        struct Expected: Sendable, CustomTestStringConvertible {
            let path: String
            let type: String
            let options: Set<String>
            var superOptions: Set<String> = []
            var testDescription: String { path }
        }

        private static let plain: Set<String> = ["nosuid", "nodev", "noexec"]

        @Test(
            "each default mount is there with its flags",
            arguments: [
                Expected(path: "/", type: "overlay", options: ["rw"]),
                Expected(path: "/proc", type: "proc", options: plain.union(["rw"])),
                Expected(path: "/dev", type: "tmpfs", options: ["rw", "nosuid"], superOptions: ["size=65536k", "mode=755"]),
                Expected(
                    path: "/dev/pts", type: "devpts", options: ["rw", "nosuid", "noexec"],
                    superOptions: ["gid=5", "mode=620", "ptmxmode=666"]),
                Expected(path: "/dev/mqueue", type: "mqueue", options: plain.union(["rw"])),
                Expected(path: "/dev/shm", type: "tmpfs", options: plain.union(["rw"]), superOptions: ["size=65536k"]),
                Expected(path: "/sys", type: "sysfs", options: plain.union(["ro"])),
                Expected(path: "/proc/sys", type: "proc", options: plain.union(["ro"])),
                Expected(path: "/proc/irq", type: "proc", options: plain.union(["ro"])),
                Expected(path: "/sys/fs/cgroup", type: "tmpfs", options: plain.union(["ro"])),
            ])
        func defaults(expected: Expected) throws {
            let mounts = try skiff.probe(only: "mounts").elements
            let mount = try #require(mounts.last { $0["mountpoint"].string == expected.path })
            #expect(mount["type"].string == expected.type)
            #expect(expected.options.isSubset(of: mount["options"].strings), "\(mount["options"].strings)")
            #expect(expected.superOptions.isSubset(of: mount["super_options"].strings), "\(mount["super_options"].strings)")
        }

        @Test("nothing of the host is mounted, and nothing spreads")
        func closed() throws {
            let mounts = try skiff.probe(only: "mounts").elements
            #expect(mounts.allSatisfy { $0["propagation"].strings.isEmpty })
            let allowed = ["/dev", "/proc", "/sys"]
            for mount in mounts {
                let path = mount["mountpoint"].string ?? ""
                #expect(path == "/" || allowed.contains { path == $0 || path.hasPrefix($0 + "/") }, "\(path)")
            }
        }

        @Test("the host's mounts don't know of the container")
        func unseen() throws {
            let before = try HostFile.text("/proc/self/mountinfo")
            try skiff.withContainer(["--tmpfs", "/tmp"]) { _ in
                let during = try HostFile.text("/proc/self/mountinfo")
                #expect(during == before)
            }
        }

        @Test("what tells of the host reads as empty")
        func masked() throws {
            let script = """
                for path in /proc/acpi /proc/interrupts /proc/kcore /proc/keys /proc/timer_list /proc/scsi /sys/firmware; do
                    if [ -d $path ]; then ls -A $path; elif [ -e $path ]; then cat $path; fi
                done
                """
            let result = try skiff.shell([], script)
            #expect(result.exitCode == 0)
            #expect(result.output.isEmpty)
            #expect(result.error.isEmpty)
        }

        @Test("what would change the host can't be written")
        func readOnly() throws {
            let paths = ["/proc/sys/kernel/panic", "/proc/irq", "/proc/bus", "/proc/fs", "/sys/kernel", "/sys/fs/cgroup"]
            let answers = try skiff.probe([], ["--writable", paths.joined(separator: ",")])["writable"]
            for path in paths { #expect(["EROFS", "ENOENT"].contains(answers[path].string), "\(path)") }
            #expect(answers["/proc/sys/kernel/panic"].string == "EROFS")
        }

        @Test("a privileged container sees and may change all of it")
        func privileged() throws {
            let answers = try skiff.probe(["--privileged"], ["--writable", "/proc/sys/kernel/panic,/sys/kernel"])["writable"]
            #expect(answers["/proc/sys/kernel/panic"].string == "OK")
            #expect(answers["/sys/kernel"].string != "EROFS")
            #expect(try skiff.shell(["--privileged"], "head -c 1 /proc/interrupts | wc -c").text == "1")
        }

        @Test("shared memory has the size asked", arguments: [("10m", "size=10240k"), ("1g", "size=1048576k")])
        func sharedMemory(size: String, option: String) throws {
            let mounts = try skiff.probe(["--shm-size", size], only: "mounts").elements
            let mount = try #require(mounts.first { $0["mountpoint"].string == "/dev/shm" })
            #expect(mount["super_options"].strings.contains(option))
        }

        @Test("whiteouts, opaque directories and hard links of the layers are seen as they should be")
        func layers() throws {
            let result = try skiff.shell([], "cd /usr/share/layers; find . -type f | sort; cat replaced; stat -c %h first third")
            #expect(result.lines == ["./first", "./fourth", "./opaque/upper", "./replaced", "./second", "./third", "upper", "2", "2"])
        }

        @Test("a read-only root takes nothing, but memory mounted in it does")
        func readOnlyRoot() throws {
            let options = ["--read-only", "--tmpfs", "/tmp"]
            let answers = try skiff.probe(options, ["--writable", "/,/etc,/tmp,/dev/shm"])["writable"]
            #expect(answers["/"].string == "EROFS")
            #expect(answers["/etc"].string == "EROFS")
            #expect(answers["/tmp"].string == "OK")
            #expect(answers["/dev/shm"].string == "OK")
        }
    }
}
