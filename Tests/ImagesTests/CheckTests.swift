import Archive
import ArchiveFixtures
import Glibc
import LinuxSystem
import OCI
import StateStore
import Testing

@testable import Images

@Suite("checking the store", .requiresRoot)
struct CheckTests {
    private func sample() throws -> SampleImage {
        var setuid = Item("bin/su", text: "program")
        setuid.entry.mode = 0o4755
        setuid.entry.owner = FileOwner(user: 3, group: 4)
        setuid.entry.extendedAttributes = [ExtendedAttribute(name: Array("user.a".utf8), value: [1, 2])]
        return try SampleImage(
            [
                [.directory("bin"), setuid, .hardLink("bin/hard", to: "bin/su"), .symbolicLink("bin/sh", to: "su")],
                // A directory that no entry speaks of, a whiteout, and a fifo.
                [Item("implied/by/file", text: "upper"), Item("bin/.wh.hard"), Item("pipe", .fifo)],
            ], names: ["a"], compression: .gzip)
    }

    private func withSample(_ body: (TestStore, SampleImage) throws -> Void) throws {
        try withStore { test in
            let image = try sample()
            try test.load(image.layoutArchive())
            try body(test, image)
        }
    }

    @Test("a store that is in order has no problems, however often it is asked")
    func clean() throws {
        try withSample { test, image in
            try test.load(SampleImage([[Item("other")]], names: ["b"]).dockerArchive())
            let before = try test.leftovers()
            for repair in [false, true] {
                let report = try test.store.check(repair: repair) { _ in false }
                #expect(report.problems == [] && report.isClean)
                #expect(report.imageCount == 2 && report.layerCount == 3 && report.blobCount == 7)
            }
            #expect(try test.leftovers() == before)
        }
    }

    /// Damage to the lower layer's files, in the layers' directory.
    struct Damage: Sendable, CustomTestStringConvertible {
        let command: String
        let reason: String
        var testDescription: String { command }
    }

    @Test(
        "a damaged layer is found, and repaired from its blob",
        arguments: [
            Damage(
                command: "printf PROGRAM > 1/fs/bin/su; touch -d @0 1/fs/bin/su", reason: "has other content"),
            Damage(command: "touch 1/fs/bin/su", reason: "has another time"),
            Damage(command: "chmod 755 1/fs/bin/su", reason: "has another mode"),
            Damage(command: "chown 0 1/fs/bin/su && chmod 4755 1/fs/bin/su", reason: "has another owner"),
            Damage(command: "echo more >> 1/fs/bin/su", reason: "has another size"),
            Damage(
                command: "python3 -c 'import os; os.setxattr(\"1/fs/bin/su\", \"user.a\", b\"x\")'",
                reason: "has other extended attributes"),
            Damage(
                command: "cd 1/fs/bin && rm sh && ln -s elsewhere sh && touch -h -d @0 sh && touch -d @0 .",
                reason: "bin/sh leads elsewhere"),
            Damage(command: "rm 1/fs/bin/sh && touch -d @0 1/fs/bin", reason: "bin/sh is missing"),
            Damage(command: "touch 1/fs/bin/new && touch -d @0 1/fs/bin", reason: "bin/new is not of the layer"),
            Damage(
                command: "cd 1/fs/bin && rm sh && mkdir sh && touch -d @0 .", reason: "is of another type"),
            Damage(
                command: "cd 1/fs/bin && rm hard && cp -a su hard && touch -d @0 .",
                reason: "another number of links"),
            Damage(command: "chmod 700 1/fs", reason: "its root has another mode"),
            Damage(command: "rm -r 1/fs", reason: "its files are missing"),
            Damage(command: "rm -r 1", reason: "its files are missing"),
            Damage(command: "rm 2/fs/bin/hard && touch -d @0 2/fs/bin", reason: "bin/hard is missing"),
            Damage(command: "rm 2/fs/pipe && touch 2/fs/pipe", reason: "pipe is of another type"),
            Damage(command: "rm -r 2/fs/implied", reason: "implied is missing"),
        ])
    func damagedLayer(damage: Damage) throws {
        try withSample { test, image in
            try shell("cd \(test.path)/state/layers && \(damage.command)")
            let found = try test.store.check(repair: false) { _ in false }
            #expect(found.problems.count == 1 && !found.isClean)
            #expect(found.problems.first?.reason.contains(damage.reason) == true, "\(found.problems)")
            #expect(found.problems.first?.images == ["a:latest"])
            let repaired = try test.store.check(repair: true) { _ in false }
            #expect(repaired.problems.map(\.outcome) == [.repaired] && repaired.isClean)
            #expect(try test.store.check(repair: false) { _ in false }.problems == [])
            #expect(try test.leftovers().filter { $0.hasPrefix("staging") } == [])
        }
    }

    @Test("a layer that a running container uses is not replaced under it")
    func running() throws {
        try withSample { test, image in
            try test.addContainer("c1", "web", of: image)
            try shell("rm \(test.path)/state/layers/1/fs/bin/sh")
            let report = try test.store.check(repair: true) { $0 == "c1" }
            guard case .remains(let advice)? = report.problems.first?.outcome else {
                Issue.record("\(report.problems)")
                return
            }
            #expect(advice.contains("web") && !report.isClean)
            #expect(try test.store.check(repair: true) { _ in false }.isClean)
            #expect(try test.store.check(repair: false) { _ in false }.problems == [])
        }
    }

    @Test(
        "a damaged blob is told with its images, and the next load mends it",
        arguments: ["layer", "config", "manifest"])
    func damagedBlob(kind: String) throws {
        try withSample { test, image in
            let digest = try [
                "layer": sha256(image.layers[0]), "config": image.id, "manifest": test.store.find("a").manifestDigest,
            ][kind]!
            for damage in ["printf x | dd conv=notrunc of=FILE status=none", "truncate -s 3 FILE", "rm FILE"] {
                let file = "\(test.path)/state/blobs/sha256/\(digest.hex)"
                try shell(damage.split(separator: "FILE", omittingEmptySubsequences: false).joined(separator: file))
                let found = try test.store.check(repair: false) { _ in false }
                #expect(found.problems.map(\.name) == [digest.text], "\(found.problems)")
                #expect(found.problems.first?.images.count == 1)
                let marked = try test.store.check(repair: true) { _ in false }
                #expect(marked.problems.map(\.outcome) == [.needsPull] && !marked.isClean)
                try test.load(image.layoutArchive())
                #expect(try test.store.check(repair: false) { _ in false }.problems == [], "\(damage)")
            }
        }
    }

    @Test("files that nothing refers to are found, and removed")
    func orphans() throws {
        try withSample { test, image in
            let before = try test.leftovers()
            try shell(
                "cd \(test.path)/state && mkdir -p staging/left layers/99/fs layers/x && touch blobs/sha256/unknown")
            let names = ["blobs/sha256/unknown", "layers/99", "layers/x", "staging/left"]
            let found = try test.store.check(repair: false) { _ in false }
            #expect(found.problems.map(\.name).sorted() == names && !found.isClean)
            let repaired = try test.store.check(repair: true) { _ in false }
            #expect(repaired.problems.map(\.name).sorted() == names && repaired.isClean)
            #expect(try test.leftovers() == before)
        }
    }

    @Test(
        "rows that disagree with the image are found",
        arguments: [
            "UPDATE image_layers SET position = 5 - position": "recorded as another",
            "DELETE FROM image_layers WHERE position = 1": "of which 1 are recorded",
            "DELETE FROM image_blobs WHERE digest = (SELECT id FROM images)": "is not recorded",
            "UPDATE layers SET chain_id = 'sha256:\(String(repeating: "0", count: 64))' WHERE number = 2":
                "above other layers",
            "UPDATE layers SET size = 1 WHERE number = 1": "its size is recorded as 1",
            "UPDATE layers SET opaque = 1 WHERE number = 2": "hides",
        ])
    func rows(sql: String, reason: String) throws {
        try withSample { test, image in
            try test.store.state.write { try $0.execute(sql: sql) }
            let found = try test.store.check(repair: false) { _ in false }
            #expect(found.problems.contains { $0.reason.contains(reason) }, "\(found.problems)")
        }
    }
}
