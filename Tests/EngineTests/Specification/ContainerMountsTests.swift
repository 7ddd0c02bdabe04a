import Engine
import OCI
import Testing

@Suite("The mounts of a container")
struct ContainerMountsTests {
    private func bind(_ target: String, propagation: String? = nil, recursive: Bool = true, readOnly: Bool = false)
        -> MountOption
    {
        MountOption(
            source: .bind(path: "/srv", createMissing: true, propagation: propagation, recursive: recursive),
            target: target,
            readOnly: readOnly)
    }

    @Test("the default mounts are Docker's, in an order in which they can be made")
    func defaults() throws {
        let mounts = try #require(try specification { $0.sharedMemorySize = 1 << 20 }.mounts)
        #expect(
            mounts.map { "\($0.type ?? "") \($0.destination) \($0.options?.joined(separator: ",") ?? "")" } == [
                "proc /proc nosuid,noexec,nodev",
                "tmpfs /dev nosuid,strictatime,mode=755,size=65536k",
                "devpts /dev/pts nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5",
                "sysfs /sys nosuid,noexec,nodev,ro",
                "cgroup /sys/fs/cgroup nosuid,noexec,nodev,ro",
                "mqueue /dev/mqueue nosuid,noexec,nodev",
                "tmpfs /dev/shm nosuid,noexec,nodev,mode=1777,size=1048576",
            ])
    }

    @Test("shared memory is 64 MiB unless asked otherwise")
    func sharedMemory() throws {
        #expect(try specification().mount("/dev/shm").options?.last == "size=67108864")
    }

    @Test("a user's mount replaces the default one there and those beneath")
    func replacement() throws {
        let spec = try specification { $0.mounts = [bind("/dev"), bind("/sys/fs/cgroup")] }
        #expect(spec.mounts?.map(\.destination) == ["/proc", "/sys", "/dev", "/sys/fs/cgroup"])
        #expect(try spec.mount("/dev").type == "bind")
    }

    @Test(
        "bind mounts say how they propagate and whether all beneath is read-only",
        arguments: [
            (nil, true, false, ["rbind", "rprivate"]),
            (nil, true, true, ["rbind", "rprivate", "ro", "rro"]),
            (nil, false, true, ["bind", "rprivate", "ro"]),
            ("rslave", true, true, ["rbind", "rslave", "ro"]),
        ] as [(String?, Bool, Bool, [String])])
    func binds(propagation: String?, recursive: Bool, readOnly: Bool, options: [String]) throws {
        let spec = try specification {
            $0.mounts = [bind("/data", propagation: propagation, recursive: recursive, readOnly: readOnly)]
        }
        #expect(
            try spec.mount("/data")
                == RuntimeSpec.Mount(destination: "/data", type: "bind", source: "/srv", options: options))
    }

    @Test("a tmpfs is without set-user-id, devices and programs until its own options say otherwise")
    func temporary() throws {
        let spec = try specification {
            $0.mounts = [
                MountOption(source: .tmpfs(size: 4096, mode: 0o1777, options: ["exec"]), target: "/t", readOnly: true)
            ]
        }
        #expect(try spec.mount("/t").options == ["nosuid", "nodev", "noexec", "exec", "size=4096", "mode=1777", "ro"])
    }

    @Test(
        "the root lets through what a mount is to propagate",
        arguments: [([nil], nil), (["rslave"], "slave"), (["rslave", "shared"], "shared")] as [([String?], String?)])
    func rootPropagation(asked: [String?], result: String?) throws {
        let spec = try specification { options in
            options.mounts = asked.enumerated().map { bind("/m\($0)", propagation: $1) }
        }
        #expect(spec.linux?.rootPropagation == result)
    }
}
