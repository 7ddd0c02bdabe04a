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

    @Test(
        "an id stands for all names, but for several only when forced",
        arguments: [["a:1", "b:1"], ["a:1", "a:2"]])
    func removalByID(names: [String]) throws {
        try withStore { test in
            let image = try sample(names)
            try test.load(image.dockerArchive())
            let id = try image.id.text
            let error = #expect(throws: ImageError.self) { try test.store.remove(id) }
            #expect(error?.kind == .conflict && error?.description.contains("must be forced") == true)
            #expect(try test.store.remove(id, force: true).count == 5)
            #expect(try test.leftovers() == [])
        }
    }

    /// What `rmi` comes to for an image that a container uses.
    struct InUse: Sendable, CustomTestStringConvertible {
        var names = ["a"]
        /// `nil`: the id.
        var name: String? = "a"
        var force = false
        var isRunning = false
        /// A part of the refusal; `nil`: the names go, and the image stays.
        var refusal: String?
        var testDescription: String {
            "\(names) by \(name ?? "id")\(force ? ", forced" : "")\(isRunning ? ", running" : "")"
        }
    }

    @Test(
        "an image that a container uses stays, and by Docker's rules its names do, too",
        arguments: [
            InUse(refusal: "unable to remove repository reference \"a:latest\" (must force) - container c1 (web)"),
            InUse(force: true),
            InUse(names: ["a:1", "a:2"], name: "a:1"),
            InUse(names: ["a:1", "a:2"], name: "a:1", isRunning: true),
            InUse(isRunning: true, refusal: "(cannot be forced) - image is being used by running container c1 (web)"),
            InUse(force: true, isRunning: true, refusal: "(cannot be forced)"),
            InUse(name: nil, refusal: "(must be forced) - image is being used by stopped container c1 (web)"),
            InUse(name: nil, force: true),
            InUse(name: nil, force: true, isRunning: true, refusal: "(cannot be forced)"),
            InUse(names: [], name: nil, force: true, refusal: "(cannot be forced) - image is being used by stopped"),
        ])
    func inUse(form: InUse) throws {
        try withStore { test in
            let image = try sample(form.names)
            try test.load(image.dockerArchive())
            try test.addContainer("c1", "web", of: image)
            let text = try form.name ?? image.id.text
            func remove() throws -> [RemovedItem] {
                try test.store.remove(text, force: form.force) { id in
                    #expect(id == "c1")
                    return form.isRunning
                }
            }
            if let refusal = form.refusal {
                let error = #expect(throws: ImageError.self) { try remove() }
                #expect(error?.kind == .conflict && error?.description.contains(refusal) == true, "\(error!)")
                #expect(try test.store.find(image.id.text).references.count == form.names.count)
            } else {
                let removed = try remove()
                #expect(removed.count == 1 && removed.allSatisfy { if case .untagged = $0 { true } else { false } })
            }
            #expect(try test.store.lowerDirectories(of: test.store.find(image.id.text)).count == 2)
        }
    }

    @Test("references by digest go with the last tag of their repository, and are found")
    func digests() throws {
        try withStore { test in
            let image = try sample(["a:1", "b:1"])
            try test.load(image.dockerArchive())
            let digest = try test.store.find("a:1").manifestDigest
            try test.store.state.write { database in
                try database.execute(
                    sql: "INSERT INTO image_references VALUES (?, ?)",
                    arguments: ["docker.io/library/a@\(digest)", image.id.text])
            }
            for text in ["a@\(digest)", "a:1@\(digest)", "b@\(digest)", digest.text, String(digest.hex)] {
                #expect(try test.store.find(text).id == image.id, "\(text)")
            }
            #expect(throws: ImageError.self) { try test.store.find("c@\(digest)") }
            let found = try test.store.find("a:1")
            #expect(found.tags.map(\.familiar) == ["a:1", "b:1"])
            #expect(found.repositoryDigests == ["a@\(digest)", "b@\(digest)"])
            #expect(try test.store.remove("a:1").map(\.description) == ["Untagged: a:1", "Untagged: a@\(digest)"])
            #expect(try test.store.remove(image.id.text).count == 4)
        }
    }

    @Test("the beginning of an id that fits several images is refused, with the images")
    func ambiguous() throws {
        try withStore { test in
            let ids = try (0..<17).map { index in
                let image = try sample([], content: "\(index)")
                try test.load(image.dockerArchive())
                return try image.id.hex
            }
            let first = try #require(ids.map { $0.prefix(1) }.first { digit in ids.count { $0.hasPrefix(digit) } > 1 })
            let error = #expect(throws: ImageError.self) { try test.store.find(String(first)) }
            #expect(error?.kind == .conflict)
            #expect(ids.filter { $0.hasPrefix(first) }.allSatisfy { error!.description.contains($0.prefix(12)) })
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
            let error = #expect(throws: StateError.self) { try StateStore(path: path).read { _ in } }
            #expect(error?.description.contains("newer skiff") == true)
        }
    }
}
