import Archive
import OCI

/// An OCI image layout (OCI image specification, "Image Layout"): an index,
/// which leads to manifests, which lead to blobs, all by digest.
struct OCILayout {
    /// An index may list indexes; more of them on one way than this are a loop.
    private static let depthLimit = 4

    private let contents: any ArchiveContents
    private let host: Platform

    init(_ contents: any ArchiveContents, host: Platform) {
        self.contents = contents
        self.host = host
    }

    /// The images for this host: one a name, and all that have no name.
    func images() throws(ImageError) -> [IncomingImage] {
        let index = try contents.decode(ImageIndex.self, from: "index.json")
        var images = [IncomingImage]()
        var others = Set<String>()
        for group in Self.groups(index.manifests) {
            guard let manifest = try choose(group.entries, depth: 0, others: &others) else { continue }
            var image = try image(manifest)
            image.references = group.name.map { [$0] } ?? []
            if let same = images.firstIndex(where: { $0.manifest == image.manifest }) {
                images[same].references += image.references
            } else {
                images.append(image)
            }
        }
        guard !images.isEmpty else {
            let found = others.isEmpty ? "no image" : "images for \(others.sorted().joined(separator: ", ")) only"
            throw .invalid("\(contents.name) has no image for \(host): it has \(found)")
        }
        try addDockerNames(to: &images)
        return images
    }

    /// Entries of the index that are one image, for several platforms.
    private struct Group {
        let name: ImageReference?
        var entries: [BlobDescriptor]
    }

    /// Entries of one name, in the index's order; each nameless one for itself.
    private static func groups(_ entries: [BlobDescriptor]) -> [Group] {
        var groups = [Group]()
        for entry in entries {
            let name = reference(entry.annotations ?? [:])
            if name != nil, let index = groups.firstIndex(where: { $0.name == name }) {
                groups[index].entries.append(entry)
            } else {
                groups.append(Group(name: name, entries: [entry]))
            }
        }
        return groups
    }

    /// containerd's annotation is a whole reference. The specification's may
    /// be a mere tag, which names no image.
    private static func reference(_ annotations: [String: String]) -> ImageReference? {
        let standard = annotations[AnnotationKey.referenceName].flatMap { name in
            name.contains(where: { $0 == "/" || $0 == ":" }) ? name : nil
        }
        guard let text = annotations[AnnotationKey.containerdImageName] ?? standard else { return nil }
        // A name that doesn't parse leaves its image without one; it can still be used by its id.
        return try? ImageReference(parsing: text)
    }

    /// The manifest that suits this host best, through any index on the way.
    private func choose(
        _ entries: [BlobDescriptor], depth: Int, others: inout Set<String>
    ) throws(ImageError) -> BlobDescriptor? {
        guard depth < Self.depthLimit else {
            throw .invalid("\(contents.name) has indexes in indexes, more than \(Self.depthLimit) deep")
        }
        var best: BlobDescriptor?
        var bestDistance = Int.max
        for entry in entries {
            let platform = entry.platform ?? host
            guard let distance = host.distance(to: platform) else {
                // Attestations stand in an index as if they were for a platform of their own.
                if platform.os != "unknown" { others.insert(platform.description) }
                continue
            }
            guard distance < bestDistance else { continue }
            if entry.mediaType.isIndex {
                let nested = try decodeJSON(ImageIndex.self, verified(entry), name: "the index \(entry.digest)")
                guard let manifest = try choose(nested.manifests, depth: depth + 1, others: &others) else { continue }
                best = manifest
            } else {
                guard entry.mediaType.isManifest else { continue }
                best = entry
            }
            bestDistance = distance
        }
        return best
    }

    private func image(_ descriptor: BlobDescriptor) throws(ImageError) -> IncomingImage {
        let bytes = try verified(descriptor)
        let manifest = try decodeJSON(ImageManifest.self, bytes, name: "the manifest \(descriptor.digest)")
        guard manifest.config.mediaType.isImageConfig else {
            throw .invalid(
                "\(descriptor.digest) is no image, but an artifact of type \(manifest.config.mediaType.rawValue)")
        }
        let configBytes = try verified(manifest.config)
        let config = try decodeJSON(ImageConfig.self, configBytes, name: "the configuration \(manifest.config.digest)")
        let diffIDs = try IncomingImage.diffIDs(config, layerCount: manifest.layers.count)
        let layers = zip(manifest.layers, diffIDs).map { layer, diffID in
            IncomingLayer(name: layer.digest.layoutPath, expected: layer, diffID: diffID) {
                _ throws(ImageError) in try contents.requiredFile(layer.digest.layoutPath)
            }
        }
        let given = IncomingImage.Manifest(bytes: bytes, mediaType: descriptor.mediaType)
        return IncomingImage(manifest: given, configuration: .given(configBytes), layers: layers)
    }

    /// A blob in memory, once its size and digest are known to be right.
    private func verified(_ descriptor: BlobDescriptor) throws(ImageError) -> [UInt8] {
        let bytes = try contents.bytes(descriptor.digest.layoutPath)
        guard bytes.count == descriptor.size else {
            throw .invalid("\(descriptor.digest) has \(bytes.count) bytes, but is said to have \(descriptor.size)")
        }
        guard descriptor.digest.matches(bytes) else {
            throw .invalid("the content of \(descriptor.digest) doesn't match its digest")
        }
        return bytes
    }

    /// What `docker save` writes is an OCI layout whose names are complete
    /// only in the list for older Dockers.
    private func addDockerNames(to images: inout [IncomingImage]) throws(ImageError) {
        guard try contents.file("manifest.json") != nil else { return }
        for listed in try contents.decode([DockerArchive.Item].self, from: "manifest.json") {
            let references = try listed.references()
            let config = try contents.bytes(listed.config)
            for index in images.indices {
                guard case .given(config) = images[index].configuration else { continue }
                images[index].references += references.filter { !images[index].references.contains($0) }
            }
        }
    }
}

extension Digest {
    /// Where a layout has the blob of that digest.
    var layoutPath: String { "blobs/\(algorithm.rawValue)/\(hex)" }
}
