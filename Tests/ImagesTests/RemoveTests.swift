import ArchiveFixtures
import OCI
import StateStore
import Testing

@testable import Images

@Suite("finding and removing", .requiresRoot)
struct RemoveTests {
    private func sample(_ names: [String], content: String = "x") throws -> SampleImage {
        try SampleImage([[Item("base")], [Item("file", text: content)]], names: names)
    }

    @Test("the last name takes the image with it, and layers that others have stay")
    func removal() throws {
        try withStore { test in
            let image = try sample(["a:1", "a:2"])
            try test.load(image.dockerArchive())
            try test.load(sample(["b"], content: "y").dockerArchive())
            #expect(try test.store.remove("a:1").map(\.description) == ["Untagged: a:1"])
            let removed = try test.store.remove("a:2").map(\.description)
            #expect(removed.count == 3 && removed[0] == "Untagged: a:2")
            #expect(removed[1] == "Deleted: \(try image.id)" && removed[2].hasPrefix("Deleted: sha256:"))
            #expect(try read(test.path(of: "file", in: "b")) == "y")
            #expect(try test.leftovers().filter { $0.hasPrefix("layers") }.count == 2)
            _ = try test.store.remove(test.store.find("b").id.text)
            #expect(try test.leftovers() == [])
            #expect(throws: ImageError.self) { try test.store.remove("b") }
        }
    }

    @Test("an id stands for all names, but not across repositories unless forced")
    func removalByID() throws {
        try withStore { test in
            let image = try sample(["a:1", "b:1"])
            try test.load(image.dockerArchive())
            let id = try image.id.text
            #expect(#expect(throws: ImageError.self) { try test.store.remove(id) }?.kind == .conflict)
            #expect(try test.store.remove(id, force: true).count == 5)
            #expect(try test.leftovers() == [])
        }
    }

    @Test("an image that a container uses stays, and so do its files")
    func inUse() throws {
        try withStore { test in
            let image = try sample(["a"])
            try test.load(image.dockerArchive())
            try test.store.state.write { database in
                try database.execute(
                    sql: "INSERT INTO containers (id, name, image_id, created) VALUES ('c1', 'web', ?, 0)",
                    arguments: [image.id.text])
            }
            let error = #expect(throws: ImageError.self) { try test.store.remove("a") }
            #expect(error?.kind == .conflict && error?.description.contains("web") == true)
            #expect(try test.store.remove("a", force: true).map(\.description) == ["Untagged: a:latest"])
            #expect(try test.store.lowerDirectories(of: test.store.find(image.id.text)).count == 2)
        }
    }

    @Test("a name moves to the image that was loaded last")
    func movedName() throws {
        try withStore { test in
            let first = try sample(["a"])
            try test.load(first.dockerArchive())
            try test.load(sample(["a"], content: "y").dockerArchive())
            #expect(try test.store.list().map { $0.references.map(\.familiar) } == [["a:latest"], []])
            #expect(try test.store.remove(String(first.id.short)).first == .deleted(first.id))
        }
    }

    @Test("an image is found by name, id and the start of its id")
    func finding() throws {
        try withStore { test in
            let image = try sample(["localhost:5000/a/b:v1"])
            try test.load(image.dockerArchive())
            let id = try image.id
            for text in [
                "localhost:5000/a/b:v1", id.text, String(id.hex), String(id.short), "sha256:\(id.short)",
                String(id.hex.prefix(1)),
            ] {
                #expect(try test.store.find(text).id == id, "\(text)")
            }
            for (text, kind) in [
                ("a", ImageError.Kind.notFound), ("localhost:5000/a/b", .notFound), ("A", .invalid), ("", .invalid),
                (String(id.hex.reversed()), .notFound),
            ] {
                let error = #expect(throws: ImageError.self) { try test.store.find(text) }
                #expect(error?.kind == kind, "\(text): \(error.debugDescription)")
            }
        }
    }

    @Test("what a crash left in any place is gone after the next change")
    func crashes() throws {
        try withStore { test in
            try test.load(sample(["a"]).dockerArchive())
            let before = try Set(test.leftovers())
            for left in [
                "staging/abandoned/layer-0/fs", "layers/99/fs", "layers/3/fs/d",
                "blobs/sha256/\(String(repeating: "0", count: 64))",
            ] {
                try shell("mkdir -p \(test.path)/state/\(left)")
            }
            try test.load(sample(["b"], content: "y").dockerArchive())
            _ = try test.store.remove("b")
            #expect(try Set(test.leftovers()) == before)
        }
    }

    @Test("a state of a newer program is refused with a clear sentence")
    func newerState() throws {
        try withTemporaryDirectory { path in
            let state = try StateStore(path: path)
            try state.write { try $0.execute(sql: "PRAGMA user_version = 99") }
            state.close()
            let error = #expect(throws: StateError.self) { _ = try StateStore(path: path) }
            #expect(error?.description.contains("newer skiff") == true)
        }
    }
}
