import Archive
import ArchiveFixtures
import Glibc
import LinuxSystem
import OCI
import Testing

@testable import Images

/// What a container would see: the layers under overlayfs itself.
@Suite("layers on each other", .requiresRoot)
struct LayeringTests {
    /// Runs the test on the merged root of an image, mounted nowhere.
    private func withMerged(_ layers: [[Item]], _ body: (borrowing Descriptor) throws -> Void) throws {
        try withStore { test in
            // overlayfs wants two layers at least where nothing is written.
            try test.load(SampleImage([[Item("lowest")]] + layers).dockerArchive())
            var directories = try test.store.lowerDirectories(of: test.store.find("sample:1")).map(\.path)
            if directories.count == 1 {
                mkdir("\(test.path)/none", 0o755)
                directories.append("\(test.path)/none")
            }
            let context = try FilesystemContext(type: "overlay")
            for directory in directories { try context.set("lowerdir+", directory) }
            let mount = try context.mount([.readOnly])
            try body(mount.descriptor)
        }
    }

    private func names(_ path: String, in root: borrowing Descriptor) throws -> Set<String> {
        try Set(root.open(path, [.directory], resolution: .container).entries().map(\.shown))
    }

    private func text(_ path: String, in root: borrowing Descriptor) throws -> String {
        try String(decoding: root.open(path, [], resolution: .container).readToEnd(limit: 100), as: UTF8.self)
    }

    @Test("a whiteout hides one name, an opaque directory all of its lower content")
    func whiteouts() throws {
        try withMerged([
            [Item("a/one"), Item("a/two"), Item("b/one"), Item("b/two"), Item("c/d/e"), Item("gone")],
            [
                Item("a/.wh.one"), Item("b/new"), Item("b/.wh..wh..opq"), Item(".wh.gone"), Item("c/.wh.d"),
                Item(".wh..wh.plnk/1.2"),
            ],
        ]) { (root: borrowing Descriptor) throws in
            #expect(try names("a", in: root) == ["two"])
            #expect(try names("b", in: root) == ["new"])
            #expect(try names("c", in: root) == [])
            let all = try names(".", in: root)
            #expect(all == ["lowest", "a", "b", "c"])
        }
    }

    @Test("a whiteout speaks of lower layers only, wherever it stands in its own")
    func whiteoutOrder() throws {
        try withMerged([
            [Item("d/old"), Item("e/old"), Item("f", text: "old")],
            [
                .directory("d"), Item("d/new"), Item(".wh.d"), Item(".wh.e"), Item("e/new"), Item("f", text: "new"),
                Item(".wh.f"),
            ],
        ]) { (root: borrowing Descriptor) throws in
            #expect(try names("d", in: root) == ["new"])
            #expect(try names("e", in: root) == ["new"])
            #expect(try text("f", in: root) == "new")
        }
    }

    @Test("a whiteout of what is not there leaves no trace")
    func needlessWhiteout() throws {
        try withMerged([[.directory("only"), Item("only/.wh.nothing")]]) { (root: borrowing Descriptor) throws in
            #expect(try names("only", in: root) == [])
        }
    }

    @Test("an opaque root hides all layers beneath")
    func opaqueRoot() throws {
        try withMerged([[Item("old")], [Item(".wh..wh..opq"), Item("new")]]) { (root: borrowing Descriptor) throws in
            #expect(try names(".", in: root) == ["new"])
        }
    }

    @Test("what is hidden comes back when a later layer has it again")
    func returning() throws {
        try withMerged([[Item("a/x", text: "1")], [Item(".wh.a")], [Item("a/y", text: "2")]]) {
            (root: borrowing Descriptor) throws in
            #expect(try names("a", in: root) == ["y"])
        }
    }

    @Test("types change across layers: a link becomes a directory, a directory a file")
    func typeChanges() throws {
        try withMerged([
            [.directory("real"), Item("real/x"), .symbolicLink("link", to: "real"), .directory("dir"), Item("dir/x")],
            [.directory("link"), Item("link/y"), Item("dir", text: "file")],
        ]) { (root: borrowing Descriptor) throws in
            #expect(try names("link", in: root) == ["y"])
            #expect(try names("real", in: root) == ["x"])
            #expect(try text("dir", in: root) == "file")
        }
    }

    @Test("a directory that a layer only implies keeps the attributes it had beneath")
    func impliedDirectories() throws {
        var private_ = Item.directory("srv", mode: 0o750)
        private_.entry.owner = FileOwner(user: 5, group: 6)
        private_.entry.modified = FileTime(seconds: 77)
        try withMerged([
            [.directory("./", mode: 0o711), .directory("tmp", mode: 0o1777), private_],
            [Item("tmp/file"), Item("srv/deep/file")],
        ]) { (root: borrowing Descriptor) throws in
            #expect(try root.status(of: "tmp").st_mode == S_IFDIR | 0o1777)
            let status = try root.status(of: "srv")
            #expect(
                status.st_mode == S_IFDIR | 0o750 && status.st_uid == 5 && status.st_gid == 6
                    && status.st_mtim.tv_sec == 77)
            #expect(try root.status().st_mode == S_IFDIR | 0o711)
        }
    }

    @Test("a path through a link of a lower layer ends where the link leads")
    func lowerLinks() throws {
        try withMerged([
            [
                .directory("usr"), .directory("usr/lib"), Item("usr/lib/old"), .symbolicLink("lib", to: "usr/lib"),
                .symbolicLink("abs", to: "/lib"),
            ],
            [Item("lib/new"), Item("abs/.wh.old"), Item("abs/other")],
        ]) { (root: borrowing Descriptor) throws in
            #expect(try root.status(of: "lib").st_mode & S_IFMT == S_IFLNK)
            #expect(try names("usr/lib", in: root) == ["new", "other"])
        }
    }
}
