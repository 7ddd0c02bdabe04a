import Archive
import ArchiveFixtures
import Glibc
import LinuxSystem
import OCI
import Testing

@testable import Images

@Suite("loading", .requiresRoot)
struct LoadTests {
    private static let layers: [[Item]] = [
        [.directory("bin"), Item("bin/sh", text: "shell"), .hardLink("bin/ash", to: "bin/sh")],
        [Item("etc/file", text: "upper")],
    ]

    /// The ways in which one image may come.
    enum Format: String, CaseIterable {
        case docker, dockerGzip, dockerZstd, dockerPipe, layout, layoutDirectory, layoutNested, layoutGzip, docker25,
            legacy
    }

    @Test("an image is the same from whatever archive it comes", arguments: Format.allCases)
    func formats(format: Format) throws {
        try withStore { test in
            let sample = try SampleImage(Self.layers, compression: format == .layoutGzip ? .gzip : .none)
            let loaded = try load(sample, format, test)
            #expect(loaded.map(\.description) == ["Loaded image: sample:1"])
            let image = try test.store.find("sample:1")
            if format != .legacy { #expect(try image.id == sample.id) }
            #expect(image.references.map(\.description) == ["docker.io/library/sample:1"])
            #expect(image.size == 10 && image.created?.description == "2024-02-29T12:00:00Z")
            #expect(try test.store.config(of: image).config?.command == ["sh"])
            #expect(try read(test.path(of: "bin/ash", in: "sample:1")) == "shell")
            #expect(try test.store.lowerDirectories(of: image).map(\.relativePath) == ["layers/2/fs", "layers/1/fs"])
            #expect(try test.leftovers().filter { $0.hasPrefix("staging") } == [])
        }
    }

    private func load(_ sample: SampleImage, _ format: Format, _ test: TestStore) throws -> [LoadedImage] {
        switch format {
        case .docker: return try test.load(sample.dockerArchive())
        case .dockerGzip: return try test.load(Compression.gzip.compress(sample.dockerArchive()))
        case .dockerZstd: return try test.load(Compression.zstd.compress(sample.dockerArchive()))
        case .dockerPipe: return try loadThroughPipe(sample.dockerArchive(), test)
        case .layout, .layoutGzip: return try test.load(sample.layoutArchive(platform: .current))
        case .layoutNested: return try test.load(sample.layoutArchive(nested: true))
        case .layoutDirectory:
            try write(sample.layoutArchive(), to: "\(test.path)/layout.tar")
            try shell("cd \(test.path) && mkdir layout && tar -xf layout.tar -C layout")
            return try test.store.load(path: "\(test.path)/layout")
        case .docker25:
            // An OCI layout whose index has no names, and a list for older Dockers that has them.
            var nameless = sample
            nameless.names = []
            let list: [[String: Either]] = [
                [
                    "Config": .text("blobs/sha256/\(try sample.id.hex)"), "RepoTags": .list(sample.names),
                    "Layers": .list(sample.layers.map { "blobs/sha256/\(sha256($0).hex)" }),
                ]
            ]
            return try test.load(archive(nameless.layout() + [Item("manifest.json", content: encodeJSON(list))]))
        case .legacy: return try test.load(legacyArchive(sample))
        }
    }

    private func loadThroughPipe(_ bytes: [UInt8], _ test: TestStore) throws -> [LoadedImage] {
        try write(bytes, to: "\(test.path)/archive.tar")
        mkfifo("\(test.path)/pipe", 0o600)
        try shell("cat \(test.path)/archive.tar > \(test.path)/pipe &")
        return try test.store.load(Descriptor.open("\(test.path)/pipe", []), name: "standard input")
    }

    /// As Docker 1.9 wrote it.
    private func legacyArchive(_ sample: SampleImage) throws -> [UInt8] {
        let json =
            #"{"id":"top","parent":"base","created":"2024-02-29T12:00:00Z","os":"linux","config":{"Cmd":["sh"]}}"#
        return try archive([
            Item("repositories", text: #"{"sample":{"1":"top"}}"#),
            Item("base/json", text: #"{"id":"base"}"#), Item("base/layer.tar", content: sample.layers[0]),
            Item("top/json", text: json), Item("top/layer.tar", content: sample.layers[1]),
        ])
    }

    @Test("an image without a name is loaded by its id")
    func nameless() throws {
        try withStore { test in
            let sample = try SampleImage(Self.layers, names: [])
            #expect(try test.load(sample.layoutArchive()) == [.unnamed(sample.id)])
            #expect(try test.store.find(String(sample.id.short)).references.isEmpty)
        }
    }

    @Test("layers that two images share are stored once")
    func sharing() throws {
        try withStore { test in
            try test.load(SampleImage(Self.layers, names: ["a"]).dockerArchive())
            try test.load(SampleImage([Self.layers[0], [Item("other")]], names: ["b"]).layoutArchive())
            let lowest = try ["a", "b"].map { try test.store.lowerDirectories(of: test.store.find($0)).last }
            #expect(lowest[0] == lowest[1])
            #expect(try test.leftovers().filter { $0.hasPrefix("layers") }.count == 3)
        }
    }

    @Test("an image for another processor is loaded, but refused to run")
    func foreignPlatform() throws {
        try withStore { test in
            try test.load(SampleImage(Self.layers, architecture: "s390x").dockerArchive())
            let config = try test.store.config(of: test.store.find("sample:1"))
            let error = #expect(throws: ImageError.self) { try test.store.requireHostPlatform(config, of: "sample:1") }
            #expect(error?.description == "image sample:1 is for linux/s390x, this host is \(Platform.current)")
            let elsewhere = try SampleImage(Self.layers).layoutArchive(platform: Platform(architecture: "s390x"))
            let missing = #expect(throws: ImageError.self) { try test.load(elsewhere) }
            #expect(missing?.description.contains("it has images for linux/s390x only") == true)
        }
    }

    @Test(
        "a manifest that lies is refused, and nothing of its image stays",
        arguments: [
            "blob", "compressed blob", "size", "negative size", "missing", "config", "diff id", "layer count",
            "docker config name", "docker layer",
            "not an image", "recursion",
        ])
    func lies(about what: String) throws {
        try withStore { test in
            let error = #expect(throws: ImageError.self, "\(what)") { try test.load(lie(about: what)) }
            #expect(error?.kind == .invalid && error?.description.contains("\n") == false)
            let leftovers = try test.leftovers()
            #expect(leftovers == [])
            #expect(throws: ImageError.self) { try test.store.find("sample:1") }
        }
    }

    private func lie(about what: String) throws -> [UInt8] {
        var sample = try SampleImage(Self.layers)
        var items = try sample.layout()
        switch what {
        case "blob": items[1].content[600] ^= 1
        case "compressed blob":
            // The byte of a gzip header that names the system: what it unpacks to stays the same.
            items = try SampleImage(Self.layers, compression: .gzip).layout()
            items[1].content[9] ^= 1
        case "size":
            items[1].content += [UInt8](repeating: 0, count: 512)
            items[1].entry.size += 512
        case "negative size":
            items = try sample.layout(layerSize: -1)
        case "missing": items.remove(at: 1)
        case "config": items[2].content[10] ^= 1
        case "diff id":
            sample.config.rootfs.diffIDs[1] = sample.config.rootfs.diffIDs[0]
            items = try sample.layout()
        case "layer count":
            sample.config.rootfs.diffIDs.removeLast()
            return try sample.dockerArchive()
        case "docker config name":
            let bytes = try sample.dockerArchive()
            let index = try #require(bytes.indices.first { bytes[$0...].starts(with: "\"A=b\"".utf8) })
            return Array(bytes[..<index] + "\"A=c\"".utf8 + bytes[(index + 5)...])
        case "docker layer":
            sample.config.rootfs.diffIDs[0] = sample.config.rootfs.diffIDs[1]
            return try sample.dockerArchive()
        case "recursion":
            let itself = sha256([1])
            items = [
                Item("oci-layout", text: "{}"), Item("blobs/sha256/\(itself.hex)", text: "{}"),
                try Item(
                    "index.json",
                    content: encodeJSON(
                        ImageIndex(manifests: [BlobDescriptor(mediaType: .ociIndex, digest: itself, size: 2)]))),
            ]
        default: return try archive([Item("some/file")])
        }
        return try archive(items)
    }

    @Test("an import makes an image with the changes that were asked for")
    func importing() throws {
        try withStore { test in
            let changes = [
                #"CMD ["a", "b"]"#, "ENTRYPOINT run it", "ENV A=1 B=\"two words\"", "ENV C three four", "LABEL x=y",
                "USER 1:2",
                "WORKDIR /srv", "WORKDIR sub", "EXPOSE 80 53/udp", #"VOLUME ["/data"]"#, "VOLUME /more",
                "stopsignal SIGINT",
            ]
            let reference = try ImageReference(parsing: "made")
            let id = try test.importLayer(
                Compression.gzip.compress(archive([Item("file", text: "x")])),
                ImportOptions(reference: reference, changes: changes, message: "by hand"))
            let image = try test.store.find("made")
            let config = try test.store.config(of: image)
            #expect(image.id == id && config.platform == .current && config.history?.first?.comment == "by hand")
            #expect(
                config.config
                    == ContainerDefaults(
                        user: "1:2", exposedPorts: ["80/tcp": .init(), "53/udp": .init()],
                        environment: ["A=1", "B=two words", "C=three four"], entrypoint: ["/bin/sh", "-c", "run it"],
                        command: ["a", "b"],
                        volumes: ["/data": .init(), "/more": .init()], workingDirectory: "/srv/sub", labels: ["x": "y"],
                        stopSignal: "SIGINT"))
        }
    }

    @Test(
        "a change that import doesn't know is refused before anything is read",
        arguments: [
            "CMD", "RUN x", "", "EXPOSE 0", "EXPOSE 80/xyz", "USER a b", "ENV \"open", "CMD [1]", "ENV A", "ENV =x",
        ])
    func badChange(change: String) throws {
        try withStore { test in
            let error = #expect(throws: ImageError.self) { try test.importLayer([], ImportOptions(changes: [change])) }
            #expect(error?.kind == .invalid)
        }
    }
}
