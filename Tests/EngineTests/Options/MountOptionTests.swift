import Engine
import Testing

@Suite("Options that mount")
struct MountOptionTests {
    private static func bind(
        _ path: String, _ target: String, readOnly: Bool = false, propagation: String? = nil, keepsOwners: Bool = false
    ) -> Outcome<MountOption> {
        .value(
            MountOption(
                source: .bind(path: path, createMissing: true, propagation: propagation, recursive: true),
                target: target, readOnly: readOnly, keepsOwners: keepsOwners))
    }

    @Test(
        "-v binds a host path",
        arguments: [
            ("/a:/b", bind("/a", "/b")), ("/a:/b:ro", bind("/a", "/b", readOnly: true)), ("/a:/b:rw", bind("/a", "/b")),
            ("/a:/b:z", bind("/a", "/b")), ("/a:/b:ro,Z", bind("/a", "/b", readOnly: true)),
            ("/a:/b:rshared", bind("/a", "/b", propagation: "rshared")),
            ("/a:/b:slave,ro", bind("/a", "/b", readOnly: true, propagation: "slave")),
            ("/a:/b:nocopy", bind("/a", "/b")), (".:/b", bind("/here", "/b")), ("./x:/b", bind("/here/x", "/b")),
            ("../x:/b", bind("/here/../x", "/b")), (".config:/b", bind("/here/.config", "/b")),
            ("/a:/b:idmap,ro", bind("/a", "/b", readOnly: true, keepsOwners: true)),
            ("", .refused("the container path \"\" is not absolute")),
            ("b", .refused("the container path \"b\" is not absolute")),
            (":/b", .refused("the host path is empty")),
            ("/a:b", .refused("the container path \"b\" is not absolute")),
            ("/a:", .refused("the container path \"\" is not absolute")),
            ("/a:/b:", .refused("unknown option \"\"; there are ro, rw, idmap and the mount propagations")),
            ("/a:/b:rx", .refused("unknown option \"rx\"; there are ro, rw, idmap and the mount propagations")),
            ("/a:/b:ro,rw", .refused("ro or rw is given twice")),
            ("/a:/b:shared,slave", .refused("the mount propagation is given twice")),
            ("/a:/b:ro:x", .refused("must be HOST:CONTAINER[:OPTIONS]; --mount takes paths with a colon")),
        ] as Cases<MountOption>)
    func volumes(text: String, expected: Outcome<MountOption>) {
        #expect(Outcome { try MountOption(volume: text) { "/here" } } == expected)
    }

    private static func mount(
        _ path: String, propagation: String? = nil, recursive: Bool = true, readOnly: Bool = false
    ) -> Outcome<MountOption> {
        .value(
            MountOption(
                source: .bind(path: path, createMissing: false, propagation: propagation, recursive: recursive),
                target: "/b", readOnly: readOnly))
    }

    private static func tmpfs(
        _ target: String = "/b", size: UInt64? = nil, mode: UInt32? = nil, options: [String] = [],
        readOnly: Bool = false
    ) -> Outcome<MountOption> {
        .value(
            MountOption(source: .tmpfs(size: size, mode: mode, options: options), target: target, readOnly: readOnly))
    }

    @Test(
        "--mount takes fields, quoted where they hold commas",
        arguments: [
            ("type=bind,source=/a,target=/b", mount("/a")),
            ("type=bind,src=/a,dst=/b,readonly", mount("/a", readOnly: true)),
            ("TYPE=bind,Source=/a,destination=/b,ro=true", mount("/a", readOnly: true)),
            ("type=bind,src=/a,dst=/b,readonly=false", mount("/a")),
            ("type=bind,src=./a,dst=/b", mount("/here/a")),
            ("type=bind,src=/a:c=d,dst=/b", mount("/a:c=d")),
            ("type=bind,\"src=/a,\"\"b\"\"\",dst=/b", mount("/a,\"b\"")),
            ("type=bind,src=/a,dst=/b,bind-propagation=rslave", mount("/a", propagation: "rslave")),
            ("type=bind,src=/a,dst=/b,bind-nonrecursive", mount("/a", recursive: false)),
            ("type=tmpfs,target=/b", tmpfs()),
            (
                "type=tmpfs,target=/b,tmpfs-size=64m,tmpfs-mode=1777,ro",
                tmpfs(size: 64 << 20, mode: 0o1777, readOnly: true)
            ),
            ("type=bind,src=/a,dst=/b,volume-nocopy", .refused("volume-nocopy does not go with type=bind")),
            ("type=tmpfs,dst=/b,idmap", .refused("idmap does not go with type=tmpfs")),
            ("type=npipe,src=/a,dst=/b", .refused("unknown type \"npipe\"; there are bind, volume and tmpfs")),
            ("type=bind,src=/a", .refused("the target is missing; add target=PATH")),
            ("type=bind,dst=/b", .refused("the source is missing; add source=PATH")),
            ("type=bind,src=,dst=/b", .refused("the source is missing; add source=PATH")),
            ("type=bind,src=a,dst=/b", .refused("the source \"a\" is not absolute; write ./a")),
            ("type=bind,src=/a,dst=b", .refused("the container path \"b\" is not absolute")),
            ("type=bind,src=/a,dst=/b,x", .refused("the field \"x\" must be KEY=VALUE")),
            (
                "type=bind,src=/a,dst=/b,x=y",
                .refused(
                    "unknown field \"x\"; there are type, source, target, readonly, idmap, bind-propagation, "
                        + "bind-nonrecursive, tmpfs-size, tmpfs-mode and those that begin with volume-")
            ),
            ("type=bind,src=/a,dst=/b,ro=maybe", .refused("ro must be true or false")),
            (
                "type=bind,src=/a,dst=/b,bind-propagation=x",
                .refused("bind-propagation must be one of private, rprivate, shared, rshared, slave, rslave")
            ),
            ("type=bind,src=/a,dst=/b,tmpfs-size=1", .refused("tmpfs-size does not go with type=bind")),
            ("type=tmpfs,dst=/b,bind-propagation=shared", .refused("bind-propagation does not go with type=tmpfs")),
            ("type=tmpfs,src=/a,dst=/b", .refused("source does not go with type=tmpfs")),
            ("type=tmpfs,dst=/b,tmpfs-mode=999", .refused("the mode \"999\" is not octal such as 1777")),
            ("type=tmpfs,dst=/b,tmpfs-size=x", .refused("not a size such as 512k, 64m or 1.5g")),
            ("type=tmpfs,\"dst=/b", .refused("a quote is not closed")),
            ("type=tmpfs,\"dst=/b\"x", .refused("a quoted field goes on after its quote")),
            ("type=tmpfs,dst=\"/b\"", .refused("a quote stands within the field dst=\"/b\"")),
            ("", .refused("the field \"\" must be KEY=VALUE")),
            ("type=tmpfs,dst=/b,", .refused("the field \"\" must be KEY=VALUE")),
        ] as Cases<MountOption>)
    func mounts(text: String, expected: Outcome<MountOption>) {
        #expect(Outcome { try MountOption(mount: text) { "/here" } } == expected)
    }

    @Test(
        "--tmpfs takes a path and tmpfs(5)'s options",
        arguments: [
            ("/t", tmpfs("/t")), ("/t:", tmpfs("/t")),
            ("/t:size=64m,mode=700,ro", tmpfs("/t", size: 64 << 20, mode: 0o700, readOnly: true)),
            ("/t:exec,uid=5,size=50%", tmpfs("/t", options: ["exec", "uid=5", "size=50%"])),
            ("t", .refused("the container path \"t\" is not absolute")),
            ("", .refused("the container path \"\" is not absolute")),
            ("/t:bogus", .refused("unknown option \"bogus\": see tmpfs(5) for those there are")),
            ("/t:mode=8", .refused("the mode \"8\" is not octal such as 1777")),
            ("/t:size=-1", .refused("not a size such as 512k, 64m or 1.5g")),
        ] as Cases<MountOption>)
    func temporary(text: String, expected: Outcome<MountOption>) {
        #expect(Outcome { try MountOption(tmpfs: text) } == expected)
    }

    @Test(
        "--device takes two paths and permissions",
        arguments: [
            ("/dev/fuse", .value(DeviceOption(hostPath: "/dev/fuse", containerPath: "/dev/fuse"))),
            ("/dev/a:/dev/b", .value(DeviceOption(hostPath: "/dev/a", containerPath: "/dev/b"))),
            ("/dev/a:r", .value(DeviceOption(hostPath: "/dev/a", containerPath: "/dev/a", permissions: "r"))),
            ("/dev/a:/dev/b:rm", .value(DeviceOption(hostPath: "/dev/a", containerPath: "/dev/b", permissions: "rm"))),
            ("fuse", .refused("\"fuse\" is not an absolute path")),
            ("", .refused("\"\" is not an absolute path")),
            ("/dev/a:x", .refused("the permissions \"x\" are not of the letters rwm")),
            ("/dev/a:rr", .refused("the permissions \"rr\" are not of the letters rwm")),
            ("/dev/a:", .refused("the permissions \"\" are not of the letters rwm")),
            ("/dev/a:b:r", .refused("\"b\" is not an absolute path")),
            ("/a:/b:/c:r", .refused("must be HOST[:CONTAINER[:PERMISSIONS]]")),
        ] as Cases<DeviceOption>)
    func devices(text: String, expected: Outcome<DeviceOption>) {
        #expect(Outcome { try DeviceOption(parsing: text) } == expected)
    }
}
