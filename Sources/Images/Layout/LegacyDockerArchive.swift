import OCI

/// What `docker save` wrote before Docker 1.10: `repositories`, and for each
/// layer a directory with `json` and `layer.tar`. Layers have random ids and
/// lead to their parents; there are no digests to verify.
struct LegacyDockerArchive {
    /// A layer's `json`: what of it images still need.
    private struct LayerDescription: Decodable {
        let parent: String?
        let architecture: String?
        let os: String?
        let created: String?
        let config: ContainerDefaults?
    }

    /// More ancestors than that are a loop.
    private static let layerLimit = 512

    private let contents: any ArchiveContents

    init(_ contents: any ArchiveContents) {
        self.contents = contents
    }

    func images() throws(ImageError) -> [IncomingImage] {
        let repositories = try contents.decode([String: [String: String]].self, from: "repositories")
        var referencesByID = [String: [ImageReference]]()
        for (name, tags) in repositories {
            for (tag, id) in tags {
                let reference = try attempt { () throws(FormatError) in try ImageReference(parsing: "\(name):\(tag)") }
                referencesByID[id, default: []].append(reference)
            }
        }
        guard !referencesByID.isEmpty else { throw .invalid("\(contents.name) has no image in it") }
        var images = [IncomingImage]()
        for (id, references) in referencesByID.sorted(by: { $0.key < $1.key }) {
            images.append(try image(id, references.sorted { $0.description < $1.description }))
        }
        return images
    }

    private func image(_ id: String, _ references: [ImageReference]) throws(ImageError) -> IncomingImage {
        let top = try description(id)
        var layers = [try layer(id)]
        var parent = top.parent
        while let id = parent {
            guard layers.count < Self.layerLimit else { throw .invalid("the layers of \(contents.name) form a loop") }
            layers.append(try layer(id))
            parent = try description(id).parent
        }
        let config = ImageConfig(
            created: top.created, architecture: top.architecture ?? Platform.current.architecture,
            os: top.os ?? "linux", config: top.config, rootfs: ImageConfig.RootFilesystem(diffIDs: []))
        return IncomingImage(references: references, configuration: .template(config), layers: layers.reversed())
    }

    private func description(_ id: String) throws(ImageError) -> LayerDescription {
        try contents.decode(LayerDescription.self, from: "\(id)/json")
    }

    private func layer(_ id: String) throws(ImageError) -> IncomingLayer {
        let name = "\(id)/layer.tar"
        return IncomingLayer(name: name) { _ throws(ImageError) in try contents.requiredFile(name) }
    }
}
