import Archive
import ArchiveFixtures
import Glibc
import LinuxSystem
import OCI
import Testing

@testable import Images

@Suite("unpacking", .requiresRoot)
struct UnpackTests {
    @Test("types, modes, owners, times and attributes come out as they went in")
    func attributes() throws {
        try withStore { test in
            var tool = Item("bin/tool", text: "tool")
            tool.entry.mode = 0o4755
            tool.entry.owner = FileOwner(user: 7, group: 8)
            tool.entry.modified = FileTime(seconds: 1_000_000_000, nanoseconds: 123_456_789)
            // VFS_CAP_REVISION_2 with cap_net_raw permitted and effective (capabilities(7)).
            let capability: [UInt8] = [1, 0, 0, 2, 0, 0x20] + [UInt8](repeating: 0, count: 14)
            tool.entry.extendedAttributes = [
                ExtendedAttribute(name: Array("security.capability".utf8), value: capability),
                ExtendedAttribute(name: Array("user.note".utf8), value: [0, 1]),
                ExtendedAttribute(name: Array("trusted.overlay.redirect".utf8), value: Array("/etc".utf8)),
                ExtendedAttribute(name: Array("user.overlay.opaque".utf8), value: Array("y".utf8)),
            ]
            var directory = Item.directory("mail", mode: 0o2775)
            directory.entry.owner.group = 12
            directory.entry.modified = FileTime(seconds: 5, nanoseconds: 6)
            try test.load(
                SampleImage([
                    [
                        tool, directory, Item("mail/inbox", mode: 0o666),
                        Item("null", .characterDevice(major: 1, minor: 3), mode: 0o666),
                        Item("disk", .blockDevice(major: 300, minor: 70_000), mode: 0o660),
                        Item("pipe", .fifo, mode: 0o622),
                        .symbolicLink("link", to: "/../../etc/passwd"), .hardLink("again", to: "bin/tool"),
                        .directory("tmp", mode: 0o1777),
                    ]
                ]).dockerArchive())

            let status = try test.status(of: "bin/tool", in: "sample:1")
            #expect(status.st_mode == S_IFREG | 0o4755 && status.st_uid == 7 && status.st_gid == 8)
            #expect(status.st_mtim.tv_sec == 1_000_000_000 && status.st_mtim.tv_nsec == 123_456_789)
            #expect(status.st_nlink == 2)
            #expect(try test.status(of: "again", in: "sample:1").st_ino == status.st_ino)
            let file = try Descriptor.open(test.path(of: "bin/tool", in: "sample:1"), [])
            #expect(try file.extendedAttribute("security.capability") == capability)
            #expect(try file.extendedAttribute("user.note") == [0, 1])
            #expect(try file.extendedAttribute("trusted.overlay.redirect") == nil)
            #expect(try file.extendedAttribute("user.overlay.opaque") == nil)

            let mail = try test.status(of: "mail", in: "sample:1")
            #expect(
                mail.st_mode == S_IFDIR | 0o2775 && mail.st_gid == 12 && mail.st_mtim.tv_sec == 5
                    && mail.st_mtim.tv_nsec == 6)
            let inbox = try test.status(of: "mail/inbox", in: "sample:1")
            #expect(inbox.st_mode == S_IFREG | 0o666 && inbox.st_gid == 0)
            let null = try test.status(of: "null", in: "sample:1")
            #expect(null.st_mode == S_IFCHR | 0o666 && null.st_rdev == DeviceNumber(major: 1, minor: 3).packed)
            #expect(
                try test.status(of: "disk", in: "sample:1").st_rdev == DeviceNumber(major: 300, minor: 70_000).packed)
            #expect(try test.status(of: "pipe", in: "sample:1").st_mode == S_IFIFO | 0o622)
            #expect(try test.status(of: "tmp", in: "sample:1").st_mode == S_IFDIR | 0o1777)
            #expect(try test.status(of: "link", in: "sample:1").st_mode & S_IFMT == S_IFLNK)
        }
    }

    @Test("names may be any bytes but NUL, and long ones stay whole")
    func names() throws {
        try withStore { test in
            var raw = Item("")
            raw.entry.path = [0xff, 0xfe, 0x0a]
            let longName = String(repeating: "n", count: 255)
            let deep = String(repeating: "directory/", count: 200) + "file"
            let id = try test.importLayer(
                archive([raw, Item(longName), Item(deep, text: "deep"), Item("/absolute", text: "inside")]))
            let root = try Descriptor.open(
                test.store.lowerDirectories(of: test.store.find(id.text))[0].path, [.directory])
            #expect(try root.entries().contains(RawPath([0xff, 0xfe, 0x0a])!))
            #expect(try read(test.path(of: deep, in: id.text)) == "deep")
            #expect(try read(test.path(of: "absolute", in: id.text)) == "inside")
        }
    }

    @Test("the last of several entries of one name wins, whatever their types")
    func duplicates() throws {
        try withStore { test in
            let id = try test.importLayer(
                archive([
                    Item("a", text: "first"), Item("a", text: "second"),
                    .directory("b"), Item("b/child", text: "x"), Item("b", text: "file"),
                    Item("c", text: "file"), .directory("c", mode: 0o700), Item("c/child", text: "y"),
                    .symbolicLink("d", to: "b"), .directory("d"), Item("d/child", text: "z"),
                    .directory("e", mode: 0o711), .directory("e", mode: 0o755),
                    Item("f", text: "target"), Item("g"), .hardLink("g", to: "f"),
                ])
            ).text
            #expect(try read(test.path(of: "a", in: id)) == "second")
            #expect(try read(test.path(of: "b", in: id)) == "file")
            #expect(try read(test.path(of: "c/child", in: id)) == "y")
            #expect(try test.status(of: "c", in: id).st_mode == S_IFDIR | 0o700)
            #expect(try read(test.path(of: "d/child", in: id)) == "z")
            #expect(try test.status(of: "e", in: id).st_mode == S_IFDIR | 0o755)
            #expect(try read(test.path(of: "g", in: id)) == "target")
        }
    }

    @Test("a file with holes takes only the room of its data")
    func sparse() throws {
        try withStore { test in
            try shell(
                """
                cd \(test.path) && mkdir in && truncate -s 64M in/holes && printf data | dd of=in/holes bs=1M seek=63 conv=notrunc status=none \
                && tar --sparse -C in -cf sparse.tar holes && rm -r in
                """)
            let id = try test.store.importRootFilesystem(path: "\(test.path)/sparse.tar", ImportOptions()).text
            let status = try test.status(of: "holes", in: id)
            #expect(status.st_size == 64 << 20 && status.st_blocks * 512 < 1 << 20)
            #expect(try test.store.find(id).size < 1 << 20)
        }
    }
}

@Suite("hostile layers", .requiresRoot)
struct HostileLayerTests {
    /// An archive and a word of the sentence that must refuse it.
    struct Attack: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let items: @Sendable (_ canary: String) -> [Item]
        let word: String

        init(_ description: String, word: String, _ items: @escaping @Sendable (String) -> [Item]) {
            testDescription = description
            self.items = items
            self.word = word
        }
    }

    private static let refusedAttacks = [
        Attack("a path with ..", word: "..") { _ in [Item("../canary", text: "evil")] },
        Attack("a path with .. further on", word: "..") { _ in [Item("a/../../canary", text: "evil")] },
        Attack("a hard link out of the root", word: "not in its layer") {
            [.hardLink("h", to: "\($0)/file"), Item("h", text: "evil")]
        },
        Attack("a hard link through ..", word: "..") { _ in [.hardLink("h", to: "../../canary/file")] },
        Attack("a hard link through a symbolic link", word: "not in its layer") {
            [.symbolicLink("s", to: $0), .hardLink("h", to: "s/file")]
        },
        Attack("a hard link to nothing", word: "not in its layer") { _ in [.hardLink("h", to: "absent")] },
        Attack("a hard link to a directory", word: "directory") { _ in [.directory("d"), .hardLink("h", to: "d")] },
        Attack("a whiteout of ..", word: "whiteout") { _ in [Item(".wh...")] },
        Attack("a whiteout of .", word: "whiteout") { _ in [Item("d/.wh..")] },
        Attack("a whiteout of nothing", word: "whiteout") { _ in [Item(".wh.")] },
        Attack("a whiteout through ..", word: "..") { _ in [Item("../.wh.canary")] },
        Attack("a name of 256 bytes", word: "255") { _ in [Item(String(repeating: "n", count: 256))] },
        Attack("a path of 5000 bytes", word: "4095") { _ in [Item(String(repeating: "n/", count: 2500))] },
        Attack("a root that is a file", word: "root") { _ in [Item("./", .symbolicLink(target: Array("/etc".utf8)))] },
        Attack("a symbolic link to nothing", word: "nothing") { _ in [.symbolicLink("s", to: "")] },
        Attack("a loop of symbolic links", word: "too many") { _ in
            [.symbolicLink("a", to: "b"), .symbolicLink("b", to: "a"), Item("a/file")]
        },
        Attack("a directory that is a file", word: "no directory") { _ in [Item("a"), Item("a/file")] },
    ]

    private static let containedAttacks = [
        Attack("an absolute path", word: "") { [Item("\($0)/file", text: "evil")] },
        Attack("a path through an absolute symbolic link", word: "") {
            [.symbolicLink("s", to: $0), Item("s/file", text: "evil")]
        },
        Attack("a path through a relative symbolic link", word: "") {
            [
                .symbolicLink("s", to: "../../../../../../../..\($0)"), Item("s/file", text: "evil"),
                .directory("s/sub", mode: 0o777),
            ]
        },
        Attack("a file in place of a link", word: "") {
            [.symbolicLink("s", to: "\($0)/file"), Item("s", text: "evil")]
        },
        Attack("a directory in place of a link", word: "") {
            [.symbolicLink("s", to: $0), .directory("s", mode: 0o777), Item("s/file", text: "evil")]
        },
        Attack("a directory that becomes a link afterwards", word: "") {
            [.directory("d/e", mode: 0o777), Item("d/e/f"), .symbolicLink("d", to: "\($0)/..")]
        },
        Attack("a hard link to a symbolic link, then written to", word: "") {
            [.symbolicLink("s", to: "\($0)/file"), .hardLink("h", to: "s"), Item("h", text: "evil")]
        },
        Attack("a whiteout through a symbolic link", word: "") { [.symbolicLink("s", to: $0), Item("s/.wh.file")] },
        Attack("an opaque mark through a symbolic link", word: "") {
            [.symbolicLink("s", to: $0), Item("s/.wh..wh..opq")]
        },
        Attack("a link of procfs", word: "") { _ in
            [.symbolicLink("s", to: "/proc/self/root/tmp"), Item("s/file", text: "evil")]
        },
    ]

    @Test("what cannot be right is refused in one sentence, and nothing of it stays", arguments: refusedAttacks)
    func refused(attack: Attack) throws {
        try withCanary { test, canary in
            let error = #expect(throws: ImageError.self) { try test.importLayer(archive(attack.items(canary))) }
            let message = error?.description ?? ""
            #expect(error?.kind == .invalid && message.contains(attack.word) && !message.contains("\n"), "\(message)")
            let leftovers = try test.leftovers() + test.store.list().map(\.id.text)
            #expect(leftovers == [])
        }
    }

    @Test("what is merely odd stays inside of the layer", arguments: containedAttacks)
    func contained(attack: Attack) throws {
        try withCanary { test, canary in
            _ = try test.importLayer(archive(attack.items(canary)))
        }
    }

    @Test("a file that announces more than there is room for is refused before it is written")
    func bomb() throws {
        try withStore { test in
            var item = Item("zeros")
            item.entry.size = 1 << 50
            var bytes = [UInt8]()
            try TarWriter { bytes += $0 }.begin(item.entry)
            bytes += [UInt8](repeating: 0, count: 1 << 20)
            let error = #expect(throws: ImageError.self) { try test.importLayer(Compression.gzip.compress(bytes)) }
            #expect(
                error?.kind == .unavailable && error?.description.contains("no space for zeros") == true,
                "\(error.debugDescription)")
            let leftovers = try test.leftovers()
            #expect(leftovers == [])
        }
    }

    /// A tree that an attack aims at; its bytes, inodes and times must stay.
    private func withCanary(_ body: (TestStore, _ canary: String) throws -> Void) throws {
        try withStore { test in
            let canary = "\(test.path)/canary"
            mkdir(canary, 0o755)
            try write(Array("alive".utf8), to: "\(canary)/file")
            let before = try Self.picture(canary)
            try body(test, canary)
            #expect(try Self.picture(canary) == before)
            #expect(try read("\(canary)/file") == "alive")
        }
    }

    private static func picture(_ path: String) throws -> [String] {
        let directory = try Descriptor.open(path, [.directory])
        let entries =
            try directory.entries().map { ($0.shown, try directory.status(of: $0)) } + [(".", try directory.status())]
        return entries.map { name, status in
            "\(name) \(status.st_ino) \(status.st_mode) \(status.st_nlink) \(status.st_size) \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
        }
    }
}
