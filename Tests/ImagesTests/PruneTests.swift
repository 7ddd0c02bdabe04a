import ArchiveFixtures
import LinuxSystem
import OCI
import Testing

@testable import Images

@Suite("pruning and measuring", .requiresRoot)
struct PruneTests {
    private func image(_ names: [String], _ content: String, label: String? = nil) throws -> SampleImage {
        var image = try SampleImage([[Item("base")], [Item("file", text: content)]], names: names)
        image.config.config?.labels = label.map { [$0: "1"] }
        return image
    }

    /// A store with a named, a nameless, a used nameless and a used named image.
    private func withImages(_ body: (TestStore, [SampleImage]) throws -> Void) throws {
        try withStore { test in
            let images = try [
                image(["a"], "1", label: "kept"), image([], "2"), image([], "3"), image(["d"], "4"),
            ]
            for image in images { try test.load(image.dockerArchive()) }
            try test.addContainer("c1", "web", of: images[2])
            try test.addContainer("c2", "db", of: images[3])
            try body(test, images)
        }
    }

    @Test("without names and containers an image goes; with --all those with names go, too", arguments: [false, true])
    func prune(all: Bool) throws {
        try withImages { test, images in
            let before = try test.diskUsage()
            let pruned = try test.store.prune(all: all)
            let left = try Set(test.store.list().map(\.id))
            #expect(try left == Set((all ? [2, 3] : [0, 2, 3]).map { try images[$0].id }))
            #expect(try pruned.removed.contains(.deleted(images[1].id)))
            #expect(pruned.removed.contains { $0.description == "Untagged: a:latest" } == all)
            #expect(pruned.reclaimed > 0)
            #expect(try before - test.diskUsage() == pruned.reclaimed)
            #expect(try test.store.prune(all: all) == PrunedImages())
        }
    }

    @Test("a filter selects by what the image says of itself")
    func filter() throws {
        try withImages { test, images in
            let pruned = try test.store.prune(all: true) { image, config in config.config?.labels?["kept"] == nil }
            #expect(try pruned.removed.contains(.deleted(images[1].id)))
            #expect(try test.store.find("a").id == images[0].id)
        }
    }

    @Test("what crashes have left is removed and counted")
    func garbage() throws {
        try withImages { test, _ in
            try shell(
                """
                cd \(test.path)/state && mkdir -p staging/left layers/99 && head -c 100000 /dev/zero > staging/left/blob \
                && head -c 50000 /dev/zero > layers/99/file && head -c 20000 /dev/zero > blobs/sha256/unknown
                """)
            #expect(try test.store.prune(all: false).reclaimed >= 170_000)
            let garbage = ["staging/left", "layers/99", "blobs/sha256/unknown"]
            #expect(try Set(test.leftovers()).isDisjoint(with: garbage))
        }
    }

    @Test("an image's size is that of its blobs and layers, of which it shares some")
    func usage() throws {
        try withImages { test, images in
            var measure = DiskMeasure()
            let usage = try test.store.usage(&measure)
            #expect(usage.images.count == 4)
            #expect(usage.images.allSatisfy { $0.size > $0.shared && $0.shared > 0 })
            let containers = Dictionary(uniqueKeysWithValues: usage.images.map { ($0.image.id, $0.containers) })
            #expect(try images.map { try containers[$0.id] } == [0, 0, 1, 1])
            #expect(try usage.total == test.diskUsage())
            let pruned = try test.store.prune(all: true)
            #expect(pruned.reclaimed == usage.reclaimable)
        }
    }

    @Test("a tree takes what du says, hard links once, however deep it is")
    func du() throws {
        try withTemporaryDirectory { path in
            try shell(
                """
                cd \(path) && mkdir tree && cd tree && for i in $(seq 300); do head -c $((i * 97)) /dev/zero > f$i; done \
                && ln f300 hard && ln -s f1 link && truncate -s 1G sparse && mkdir d && ln f299 d/hard \
                && n=$(printf 'n%.0s' $(seq 200)) && for i in $(seq 60); do mkdir $n && cd -P $n || exit 1; done && touch deep
                """)
            try shell("cd \(path) && du -s --block-size=1 tree | cut -f1 > du")
            var measure = DiskMeasure()
            let size = try measure.size(of: "tree", in: Descriptor.open(path, [.directory]))
            #expect(try "\(size)\n" == read("\(path)/du"))
        }
    }
}

extension TestStore {
    /// What blobs and layers take, by du.
    fileprivate func diskUsage() throws -> Int64 {
        try shell("cd \(path)/state && du -c --block-size=1 -s blobs layers | tail -1 | cut -f1 > ../du")
        let text = try read("\(path)/du").dropLast()
        return try #require(Int64(text))
    }
}
