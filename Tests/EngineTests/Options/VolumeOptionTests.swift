import Engine
import JSON
import Testing

@Suite("Options that name volumes")
struct VolumeOptionTests {
    private static func volume(
        _ name: String?, readOnly: Bool = false, keepsOwners: Bool = false, copiesUp: Bool = true,
        subpath: String? = nil, labels: [String: String] = [:], options: [String: String] = [:]
    ) -> Outcome<MountOption> {
        .value(
            MountOption(
                source: .volume(VolumeMount(name: name, copiesUp: copiesUp, labels: labels, options: options)),
                target: "/b", readOnly: readOnly, keepsOwners: keepsOwners, subpath: subpath))
    }

    private static func noName(_ text: String) -> Outcome<MountOption> {
        .refused(
            "\"\(text)\" is no name for a volume: take letters and digits, after the first also \"_\", \".\", \"-\"; "
                + "for a directory of the host write an absolute path, or one that begins with \"./\"")
    }

    @Test(
        "-v takes a name, or a path in the container alone",
        arguments: [
            ("data:/b", volume("data")), ("/b", volume(nil)), ("a1_.-:/b:ro", volume("a1_.-", readOnly: true)),
            ("data:/b:nocopy,rw", volume("data", copiesUp: false)), ("data:/b:z", volume("data")),
            ("data:/b:idmap", volume("data", keepsOwners: true)),
            ("a:/b", .refused("the volume name \"a\" must have two characters or more, and 255 at most")),
            ("a/b:/b", noName("a/b")), ("~/x:/b", noName("~/x")), ("-x:/b", noName("-x")), ("_x:/b", noName("_x")),
            ("d\u{e4}ta:/b", noName("d\u{e4}ta")), ("da ta:/b", noName("da ta")),
            ("C:\\data:/b", .refused("unknown option \"/b\"; there are ro, rw and nocopy")),
            ("data:/b:rslave", .refused("a volume has no mount propagation: leave out rslave")),
            ("data:/b:x", .refused("unknown option \"x\"; there are ro, rw and nocopy")),
        ] as Cases<MountOption>)
    func short(text: String, expected: Outcome<MountOption>) {
        #expect(Outcome { try MountOption(volume: text) { "/here" } } == expected)
    }

    @Test(
        "--mount makes volumes with all that they may have",
        arguments: [
            ("src=data,dst=/b", volume("data")), ("type=volume,dst=/b", volume(nil)),
            ("type=volume,source=,dst=/b", volume(nil)),
            ("type=volume,src=data,dst=/b,readonly,volume-nocopy", volume("data", readOnly: true, copiesUp: false)),
            ("src=data,dst=/b,volume-nocopy=false", volume("data")),
            ("src=data,dst=/b,volume-subpath=a/b", volume("data", subpath: "a/b")),
            (
                "src=data,dst=/b,volume-driver=local,volume-label=k=v,volume-label=l,volume-opt=type=tmpfs",
                volume("data", labels: ["k": "v", "l": ""], options: ["type": "tmpfs"])
            ),
            ("src=data,dst=/b,volume-driver=x", .refused("the only volume driver is local")),
            (
                "src=data,dst=/b,volume-opt=x=y",
                .refused("unknown volume option \"x\"; there are type, o, device and size")
            ),
            (
                "src=data,dst=/b,volume-x=y",
                .refused(
                    "unknown field \"volume-x\"; there are volume-nocopy, volume-subpath, volume-label, volume-opt "
                        + "and volume-driver")
            ),
            (
                "src=data,dst=/b,volume-subpath=/a",
                .refused("volume-subpath must be a path in the volume, such as data/web")
            ),
            ("src=data,dst=/b,volume-subpath=a/../..", .refused("volume-subpath must not contain \"..\"")),
            ("dst=/b,volume-subpath=a", .refused("volume-subpath needs the name of a volume: add source=NAME")),
            ("src=../x,dst=/b", noName("../x")), ("src=..,dst=/b", noName("..")),
            ("src=data,dst=/b,tmpfs-size=1", .refused("tmpfs-size does not go with type=volume")),
        ] as Cases<MountOption>)
    func long(text: String, expected: Outcome<MountOption>) {
        #expect(Outcome { try MountOption(mount: text) { "/here" } } == expected)
    }

    @Test("--volumes-from takes a container, and how its mounts are used")
    func from() throws {
        let plain = try VolumesFromOption(parsing: "web")
        #expect(plain.container == "web" && !plain.readOnly && plain.copiesUp)
        #expect(try VolumesFromOption(parsing: "web:ro").readOnly)
        #expect(try !VolumesFromOption(parsing: "web:rw,nocopy").copiesUp)
        for text in ["", ":ro", "web:", "web:rslave"] {
            #expect(throws: InvalidOption.self) { try VolumesFromOption(parsing: text) }
        }
    }

    @Test(
        "every mount is the same again when it has been written and read",
        arguments: [
            "src=data,dst=/b,ro,volume-nocopy,volume-subpath=x,volume-label=k=v,volume-opt=type=tmpfs",
            "type=volume,dst=/b", "type=bind,src=/a,dst=/b,bind-nonrecursive,bind-propagation=rslave,idmap",
            "type=tmpfs,dst=/b,tmpfs-size=5,tmpfs-mode=700",
        ])
    func roundTrip(text: String) throws {
        let mount = try MountOption(mount: text)
        #expect(try MountOption(jsonText: mount.json) == mount)
        let bound = try MountOption(volume: "/x:/y:ro")
        #expect(try MountOption(jsonText: bound.json) == bound)
        let memory = try MountOption(tmpfs: "/x:uid=5")
        #expect(try MountOption(jsonText: memory.json) == memory)
    }
}
