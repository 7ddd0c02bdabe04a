import Archive
import ArchiveFixtures
import FoundationEssentials
import Glibc
import LinuxSystem
import OCI
import StateStore
import Testing

import struct Crypto.SHA256

@testable import Images

/// An image as it is put into archives of any format.
struct SampleImage {
    /// The layers' files, compressed as they are in the archive.
    var layers: [[UInt8]]
    var config: ImageConfig
    var names: [String]

    init(
        _ layers: [[Item]], names: [String] = ["sample:1"], compression: Compression = .none,
        architecture: String = Platform.current.architecture
    ) throws {
        let plain = try layers.map { try archive($0) }
        self.layers = try plain.map { try compression.compress($0) }
        self.names = names
        config = ImageConfig(
            created: "2024-02-29T12:00:00Z", architecture: architecture,
            config: ContainerDefaults(environment: ["A=b"], command: ["sh"]),
            rootfs: ImageConfig.RootFilesystem(diffIDs: plain.map { sha256($0).text }))
    }

    var configBytes: [UInt8] { get throws { try encodeJSON(config) } }
    var id: Digest { get throws { try sha256(configBytes) } }

    /// What skopeo writes for `docker-archive:`.
    func dockerArchive() throws -> [UInt8] {
        let configName = try "\(id.hex).json"
        let names = layers.indices.map { "layer-\($0).tar" }
        let list: [[String: Either]] = [
            ["Config": .text(configName), "RepoTags": .list(self.names), "Layers": .list(names)]
        ]
        var items = try [Item(configName, content: configBytes)]
        items += zip(names, layers).map { Item($0, content: $1) }
        items.append(try Item("manifest.json", content: encodeJSON(list)))
        return try archive(items)
    }

    /// The files of an OCI layout.
    func layout(nested: Bool = false, platform: Platform? = nil, layerSize: Int64? = nil) throws -> [Item] {
        var items = [Item]()
        func add(_ bytes: [UInt8], _ mediaType: MediaType) -> BlobDescriptor {
            let digest = sha256(bytes)
            items.append(Item("blobs/sha256/\(digest.hex)", content: bytes))
            return BlobDescriptor(mediaType: mediaType, digest: digest, size: Int64(bytes.count))
        }
        var layers = self.layers.map { add($0, .ociLayer) }
        if let layerSize { layers[0].size = layerSize }
        let config = try add(configBytes, .ociConfig)
        var top = try add(encodeJSON(ImageManifest(config: config, layers: layers)), .ociManifest)
        top.platform = platform
        if nested { top = try add(encodeJSON(ImageIndex(manifests: [top])), .ociIndex) }
        let entries = names.map { name in
            var entry = top
            entry.annotations = [AnnotationKey.containerdImageName: name]
            return entry
        }
        items.append(Item("oci-layout", text: #"{"imageLayoutVersion":"1.0.0"}"#))
        items.append(
            try Item("index.json", content: encodeJSON(ImageIndex(manifests: names.isEmpty ? [top] : entries))))
        return items
    }

    func layoutArchive(nested: Bool = false, platform: Platform? = nil) throws -> [UInt8] {
        try archive(layout(nested: nested, platform: platform))
    }
}

/// A JSON value that is a text or a list of texts.
enum Either: Encodable {
    case text(String)
    case list([String])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        }
    }
}

func sha256(_ bytes: [UInt8]) -> Digest {
    Digest(.sha256, bytes: SHA256.hash(data: bytes))
}

/// A store of the test's own, in a directory that is gone afterwards.
struct TestStore {
    let path: String
    let store: ImageStore

    /// Loads an archive from a file.
    @discardableResult
    func load(_ bytes: [UInt8]) throws -> [LoadedImage] {
        let file = "\(path)/archive-\(UInt32.random(in: 0 ... .max))"
        try write(bytes, to: file)
        defer { unlink(file) }
        return try store.load(path: file)
    }

    /// Imports an archive from a file.
    func importLayer(_ bytes: [UInt8], _ options: ImportOptions = ImportOptions()) throws -> Digest {
        let file = "\(path)/layer-\(UInt32.random(in: 0 ... .max))"
        try write(bytes, to: file)
        defer { unlink(file) }
        return try store.importRootFilesystem(path: file, options)
    }

    /// Registers a container as the engine does.
    func addContainer(_ id: String, _ name: String, of image: SampleImage) throws {
        try store.state.write { database in
            try database.execute(
                sql: "INSERT INTO containers (id, name, image_id, created) VALUES (?, ?, ?, 0)",
                arguments: [id, name, image.id.text])
        }
    }

    /// All that the store keeps on disk, beside the database.
    func leftovers() throws -> [String] {
        let root = try Descriptor.open("\(path)/state", [.directory])
        return try ["blobs/sha256", "blobs/sha512", "layers", "staging"].flatMap { name -> [String] in
            guard let directory = try? root.open(name, [.directory], resolution: .beneath) else { return [] }
            return try directory.entries().map { "\(name)/\($0.shown)" }
        }
    }

    /// The path of a file in the topmost layer that has it.
    func path(of file: String, in image: String) throws -> String {
        let layers = try store.lowerDirectories(of: store.find(image))
        return try #require(
            layers.map { "\($0.path)/\(file)" }.first {
                var status = stat(); return lstat($0, &status) == 0
            })
    }

    func status(of file: String, in image: String) throws -> stat {
        var status = stat()
        #expect(lstat(try path(of: file, in: image), &status) == 0)
        return status
    }
}

func withStore<Result>(_ body: (TestStore) throws -> Result) throws -> Result {
    try withTemporaryDirectory { path in
        let state = try StateStore(path: "\(path)/state")
        defer { state.close() }
        return try body(TestStore(path: path, store: ImageStore(state)))
    }
}

func read(_ path: String) throws -> String {
    try String(decoding: Descriptor.open(path, []).readToEnd(limit: 1 << 20), as: UTF8.self)
}

extension Trait where Self == ConditionTrait {
    /// Layers have owners, devices and trusted attributes.
    static var requiresRoot: Self { .enabled("needs root", { geteuid() == 0 }) }
    /// A program of Debian's that is a peer of ours.
    static func requires(_ program: String) -> Self {
        .enabled(if: access("/usr/bin/\(program)", X_OK) == 0, "needs \(program)")
    }
}

extension ImageStore {
    /// Removes an image that no container runs of.
    @discardableResult
    func remove(_ text: String, force: Bool = false) throws -> [RemovedItem] {
        try remove(text, force: force) { _ in false }
    }
}
