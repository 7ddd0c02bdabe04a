import Archive
import ArchiveFixtures
import FoundationEssentials
import Glibc
import LinuxSystem
import OCI
import Testing

@testable import Images

@Suite("saving", .requiresRoot)
struct SaveTests {
    private static let base = [Item("base", text: "base")]

    private func image(
        _ names: [String], _ content: String = "x", compression: Compression = .none
    ) throws -> SampleImage {
        try SampleImage([Self.base, [Item("file", text: content)]], names: names, compression: compression)
    }

    /// The names of the files in an archive.
    private func files(_ path: String) throws -> [String] {
        let reader = try TarReader(FileSource(Descriptor.open(path, []), name: path))
        var names = [String]()
        while let entry = try reader.next() { names.append(String(decoding: entry.path, as: UTF8.self)) }
        return names
    }

    @Test(
        "what is saved is loaded as the same image, byte for byte",
        arguments: [Compression.none, .gzip, .zstd], ArchiveFormat.allCases)
    func roundTrip(compression: Compression, format: ArchiveFormat) throws {
        try withStore { test in
            let image = try image(["a:1", "localhost:5000/b/c:2"], compression: compression)
            try test.load(image.dockerArchive())
            let before = try test.store.find("a:1")
            let blobs = try test.leftovers().filter { $0.hasPrefix("blobs") }.sorted()
            try test.store.save(["a:1", "localhost:5000/b/c:2"], path: "\(test.path)/out", format: format)
            try test.store.remove(image.id.text, force: true)
            #expect(try test.leftovers() == [])
            let loaded = try test.store.load(path: "\(test.path)/out").map(\.description)
            #expect(loaded == ["Loaded image: a:1", "Loaded image: localhost:5000/b/c:2"])
            #expect(try test.store.find("a:1").id == before.id)
            #expect(try test.store.find("a:1").manifestDigest == before.manifestDigest)
            #expect(try test.leftovers().filter { $0.hasPrefix("blobs") }.sorted() == blobs)
            #expect(try test.leftovers().filter { $0.hasPrefix("staging") } == [])
        }
    }

    @Test("several images share their layers in the archive; each has the names that were asked for")
    func several() throws {
        try withStore { test in
            let first = try image(["a:1", "a:2", "other:1"])
            let second = try image(["a:3", "b"], "y")
            try test.load(first.dockerArchive())
            try test.load(second.dockerArchive())
            let out = "\(test.path)/out"
            try test.store.save(["a", "b", String(first.id.short)], path: out)
            let names = try files(out)
            // Two manifests, two configurations, three layers.
            #expect(names.count { $0.hasPrefix("blobs/sha256/") && !$0.hasSuffix("/") } == 7)
            #expect(Set(names).count == names.count)
            try withStore { other in
                let loaded = try other.store.load(path: out).map(\.description).sorted()
                #expect(loaded == ["a:1", "a:2", "a:3", "b:latest"].map { "Loaded image: \($0)" })
            }
            try test.store.save([first.id.text], path: out)
            let id = try first.id
            try withStore { other in
                let loaded = try other.store.load(path: out)
                #expect(loaded == [.unnamed(id)])
            }
        }
    }

    @Test("the annotations and lists are those that Docker and containerd write")
    func lists() throws {
        try withStore { test in
            let image = try image(["busybox:1"], compression: .gzip)
            try test.load(image.dockerArchive())
            try test.store.save(["busybox:1"], path: "\(test.path)/out")
            try shell("cd \(test.path) && tar -xf out")
            let manifest = try test.store.find("busybox:1").manifestDigest
            #expect(
                try read("\(test.path)/index.json").contains(
                    #""annotations":{"io.containerd.image.name":"docker.io/library/busybox:1","#
                        + #""org.opencontainers.image.ref.name":"1"},"digest":"\#(manifest)""#))
            let layers = image.layers.map { "blobs/sha256/\(sha256($0).hex)" }
            #expect(
                try read("\(test.path)/manifest.json")
                    == #"[{"Config":"blobs/sha256/\#(image.id.hex)","Layers":["\#(layers[0])","\#(layers[1])"],"#
                    + #""RepoTags":["busybox:1"]}]"#)
            #expect(
                try read("\(test.path)/repositories") == #"{"busybox":{"1":"\#(sha256(image.layers[1]).hex)"}}"#)
            #expect(try read("\(test.path)/oci-layout") == #"{"imageLayoutVersion":"1.0.0"}"#)
        }
    }

    @Test("a pipe gets the same bytes as a file, and a file is replaced only by a whole archive")
    func outputs() throws {
        try withStore { test in
            try test.load(image(["a"]).dockerArchive())
            let out = "\(test.path)/out"
            try test.store.save(["a"], path: out)
            try shell("cd \(test.path) && ln -s out link && mkfifo fifo && { cat fifo > piped & }")
            try test.store.save(["a"], path: "\(test.path)/fifo")
            try shell("cd \(test.path) && for i in 1 2 3 4 5; do cmp -s out piped && exit 0; sleep 0.1; done; exit 1")
            let before = try read(out)
            #expect(throws: ImageError.self) { try test.store.save(["a", "absent"], path: out) }
            #expect(try read(out) == before)
            try test.store.save(["a"], path: "\(test.path)/link")
            var status = stat()
            #expect(lstat("\(test.path)/link", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
            #expect(#expect(throws: ImageError.self) { try test.store.save(["a"], path: test.path) }?.kind == .invalid)
            let names = try Descriptor.open(test.path, [.directory]).entries().map(\.shown).sorted()
            #expect(names == ["fifo", "link", "out", "piped", "state"])
        }
    }

    @Test("a terminal gets no archive")
    func terminal() throws {
        try withStore { test in
            try test.load(image(["a"]).dockerArchive())
            let terminal = try Descriptor.open("/dev/ptmx", [.readWrite, .noControllingTerminal])
            let error = #expect(throws: ImageError.self) { try test.store.save(["a"], to: terminal, name: "it") }
            #expect(error?.description.contains("terminal") == true)
        }
    }

    @Test("a full disk leaves neither a file nor a staging directory", .enabled(if: access("/dev/full", W_OK) == 0))
    func full() throws {
        try withStore { test in
            try test.load(image(["a"]).dockerArchive())
            let error = #expect(throws: ImageError.self) { try test.store.save(["a"], path: "/dev/full") }
            #expect(error?.kind == .unavailable)
            #expect(try test.leftovers().filter { $0.hasPrefix("staging") } == [])
        }
    }
}
