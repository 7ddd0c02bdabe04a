import LinuxSystem
import Testing

@testable import Engine

@Suite("What a volume is made of")
struct VolumeStorageTests {
    private static let advice = "mount it on the host, and give the directory with type=none, o=bind and device=PATH"

    @Test(
        "the options of the driver say",
        arguments: [
            ("", .value(.directory(size: nil))), ("size=1m", .value(.directory(size: 1 << 20))),
            ("type=none o=bind device=/a", .value(.bind(path: "/a", recursive: false, readOnly: false))),
            ("type=none o=rbind,ro device=/a", .value(.bind(path: "/a", recursive: true, readOnly: true))),
            ("o=bind device=/a", .value(.bind(path: "/a", recursive: false, readOnly: false))),
            ("type=bind o=ro,rw device=/a", .value(.bind(path: "/a", recursive: false, readOnly: false))),
            ("type=tmpfs device=tmpfs", .value(.memory(size: nil, mode: nil, options: [], readOnly: false))),
            (
                "type=tmpfs o=size=1m,uid=5,mode=700,ro",
                .value(.memory(size: 1 << 20, mode: 0o700, options: ["uid=5"], readOnly: true))
            ),
            ("sizes=1m", .refused("unknown volume option \"sizes\"; there are type, o, device and size")),
            ("size=0", .refused("the size of a volume must be more than nothing")),
            (
                "type=nfs o=addr=1.2.3.4 device=:/x",
                .refused("volumes of the type \"nfs\" are not supported: \(advice)")
            ),
            ("type=ext4 device=/dev/sda", .refused("volumes of the type \"ext4\" are not supported: \(advice)")),
            ("type=none o=bind", .refused("the volume needs the directory as an absolute path: device=PATH")),
            ("type=none o=bind device=a", .refused("the volume needs the directory as an absolute path: device=PATH")),
            (
                "type=none o=bind,suid device=/a",
                .refused("the mount option \"suid\" can't be given to a bound volume; there are ro and rw")
            ),
            (
                "type=none o=bind device=/a size=1m",
                .refused("the size of a directory of the host can't be limited: leave out size=")
            ),
            (
                "device=/a",
                .refused("the volume option device=/a needs a type: give type=tmpfs, or type=none and o=bind")
            ),
            ("type=tmpfs o=bogus", .refused("unknown option \"bogus\": see tmpfs(5) for those there are")),
            ("type=tmpfs size=1m", .refused("the size of a volume in memory is a mount option: o=size=1m")),
        ] as Cases<VolumeStorage>)
    func options(text: String, expected: Outcome<VolumeStorage>) throws {
        var options = [String: String]()
        for word in text.split(separator: " ") {
            let option = try KeyValue(parsing: String(word))
            options[option.key] = option.value
        }
        #expect(Outcome { try VolumeStorage(options: options) } == expected)
    }

    @Test("a volume that nobody named has names of its own, that are names")
    func randomNames() throws {
        let names = (0..<100).map { _ in VolumeName.random() }
        #expect(Set(names).count == 100)
        for name in names { #expect(try VolumeName(parsing: name).description == name) }
        #expect(try VolumeName(parsing: String(repeating: "a", count: 255)).description.utf8.count == 255)
        #expect(throws: InvalidOption.self) { try VolumeName(parsing: String(repeating: "a", count: 256)) }
        for name in ["", ".", "..", ".removed-x", "a/b", "a\0b", "a\n"] {
            #expect(throws: InvalidOption.self) { try VolumeName(parsing: name) }
        }
    }

    private func usage(_ name: String, labels: [String: String] = [:], containers: [String] = []) -> VolumeUsage {
        VolumeUsage(
            volume: Volume(
                name: name, createdAt: .now(), isAnonymous: name == "anonymous", labels: labels, options: [:]),
            containers: containers, path: "/")
    }

    @Test(
        "filters choose by name, label, driver and use",
        arguments: [
            ([], ["anonymous", "plain", "used"]), (["name=a"], ["anonymous", "plain"]),
            (["name=plain", "name=used"], ["plain", "used"]), (["dangling=true"], ["anonymous", "plain"]),
            (["dangling=false"], ["used"]), (["label=k"], ["used"]), (["label=k=v"], ["used"]), (["label=k=w"], []),
            (["label=com.docker.volume.anonymous"], ["anonymous"]), (["driver=local", "name=use"], ["used"]),
            (["driver=nfs"], []),
        ] as [([String], [String])])
    func filters(texts: [String], names: [String]) throws {
        let all = [usage("anonymous"), usage("plain"), usage("used", labels: ["k": "v"], containers: ["x"])]
        var filter = VolumeFilter()
        for text in texts { try filter.add(option: text, allowed: VolumeFilter.forLists) }
        #expect(all.filter(filter.selects).map(\.volume.name) == names)
    }

    @Test("filters that mean nothing are refused", arguments: ["x", "x=y", "dangling=2", "label!=k", "all=true"])
    func refusedFilters(text: String) {
        var filter = VolumeFilter()
        #expect(throws: InvalidOption.self) { try filter.add(option: text, allowed: VolumeFilter.forLists) }
    }
}
