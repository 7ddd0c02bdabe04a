import OCI

/// What `docker save` and skopeo's `docker-archive:` write: a list of images,
/// each with its configuration and layers by file name.
struct DockerArchive {
    /// One image of `manifest.json`.
    struct Item: Codable {
        let config: String
        let repoTags: [String]?
        let layers: [String]

        private enum CodingKeys: String, CodingKey {
            case config = "Config"
            case repoTags = "RepoTags"
            case layers = "Layers"
        }

        func references() throws(ImageError) -> [ImageReference] {
            var references = [ImageReference]()
            for tag in repoTags ?? [] {
                references.append(try attempt { () throws(FormatError) in try ImageReference(parsing: tag) })
            }
            return references
        }
    }

    private let contents: any ArchiveContents

    init(_ contents: any ArchiveContents) {
        self.contents = contents
    }

    func images() throws(ImageError) -> [IncomingImage] {
        let items = try contents.decode([Item].self, from: "manifest.json")
        guard !items.isEmpty else { throw .invalid("\(contents.name) has no image in it") }
        var images = [IncomingImage]()
        for item in items { images.append(try image(item)) }
        return images
    }

    private func image(_ item: Item) throws(ImageError) -> IncomingImage {
        let bytes = try contents.bytes(item.config)
        try Self.verify(bytes, named: item.config)
        let config = try decodeJSON(ImageConfig.self, bytes, name: "the configuration \(item.config)")
        let diffIDs = try IncomingImage.diffIDs(config, layerCount: item.layers.count)
        let layers = zip(item.layers, diffIDs).map { name, diffID in
            IncomingLayer(name: name, diffID: diffID) { _ throws(ImageError) in try contents.requiredFile(name) }
        }
        return try IncomingImage(references: item.references(), configuration: .given(bytes), layers: layers)
    }

    /// The file's name is the configuration's digest, when it looks like one.
    private static func verify(_ bytes: [UInt8], named path: String) throws(ImageError) {
        let name = path.split(separator: "/").last ?? ""
        let hex = name.hasSuffix(".json") ? name.dropLast(5) : name
        // Any other name is allowed, and says nothing.
        guard let digest = try? Digest(parsing: "sha256:\(hex)") else { return }
        guard digest.matches(bytes) else { throw .invalid("the content of \(path) doesn't match its digest") }
    }
}
