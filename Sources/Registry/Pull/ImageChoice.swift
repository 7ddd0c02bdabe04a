import Images
import JSON
import OCI

/// Finds the manifest of one image behind a name, which may lead to an index
/// of many platforms, and makes sure that it can be unpacked here.
struct ImageChoice {
    /// An index may list indexes; more of them on one way are a loop.
    private static let depthLimit = 4

    private let repository: RemoteRepository
    /// What the image has to be made for, if the user says so.
    private let asked: Platform?

    init(_ repository: RemoteRepository, platform: Platform?) {
        self.repository = repository
        asked = platform
    }

    private var wanted: Platform { asked ?? .current }

    /// An image that can be fetched.
    struct Chosen {
        /// What the name leads to: an index, or the manifest itself.
        let top: RemoteManifest
        let manifest: RemoteManifest
        let image: ImageManifest
        let configuration: [UInt8]
        /// The layers' digests without compression, lowest first.
        let diffIDs: [Digest]
    }

    func choose(_ name: ManifestName) throws(RegistryError) -> Chosen {
        let top = try repository.manifest(name)
        var manifest = top
        var depth = 0
        while manifest.mediaType.isIndex {
            guard depth < Self.depthLimit else {
                throw .invalid("it has indexes in indexes, more than \(Self.depthLimit) deep")
            }
            depth += 1
            manifest = try repository.manifest(.digest(entry(of: manifest).digest))
        }
        let image = try self.image(manifest)
        let bytes = try repository.smallBlob(image.config)
        let config: ImageConfig = try decode(bytes, "the configuration \(image.config.digest)")
        if let asked, asked.distance(to: config.platform) == nil {
            throw .notFound("the image is for \(config.platform.description.quotable), not for \(asked)")
        }
        let diffIDs = try attempt { () throws(ImageError) in
            try IncomingImage.diffIDs(config, layerCount: image.layers.count)
        }
        return Chosen(top: top, manifest: manifest, image: image, configuration: bytes, diffIDs: diffIDs)
    }

    /// The entry for the platform that suits best.
    private func entry(of index: RemoteManifest) throws(RegistryError) -> BlobDescriptor {
        let entries = try (decode(index.bytes, "the index \(index.digest)") as ImageIndex).manifests
        var best: (entry: BlobDescriptor, distance: Int)?
        var others = Set<String>()
        for entry in entries where entry.mediaType.isManifest || entry.mediaType.isIndex {
            let platform = entry.platform ?? wanted
            if let distance = wanted.distance(to: platform) {
                if distance < best?.distance ?? .max { best = (entry, distance) }
            } else if platform.os != "unknown" {
                // Attestations stand in an index as if they were for a platform of their own.
                others.insert(platform.description)
            }
        }
        guard let best else {
            let there =
                others.isEmpty ? "none at all" : "images for \(others.sorted().joined(separator: ", ").quotable)"
            throw .notFound("there is no image for \(wanted); there are \(there)")
        }
        return best.entry
    }

    private func image(_ manifest: RemoteManifest) throws(RegistryError) -> ImageManifest {
        guard manifest.mediaType.isManifest else {
            let type = manifest.mediaType.rawValue
            let isOld = type.hasPrefix("application/vnd.docker.distribution.manifest.v1")
            throw .invalid(
                isOld
                    ? "its manifest is of Docker's old schema 1, which has no digests to verify; push the image anew"
                    : "its manifest is of the unknown type \(type.quotable)")
        }
        let image: ImageManifest = try decode(manifest.bytes, "the manifest \(manifest.digest)")
        guard image.schemaVersion == 2 else {
            throw .invalid("the manifest \(manifest.digest) is of schema \(image.schemaVersion), which is unknown")
        }
        guard image.config.mediaType.isImageConfig else {
            throw .invalid("it's no image, but an artifact of type \(image.config.mediaType.rawValue.quotable)")
        }
        for layer in image.layers { try check(layer) }
        return image
    }

    private func check(_ layer: BlobDescriptor) throws(RegistryError) {
        let known: [MediaType] = [
            .ociLayer, .ociLayerGzip, .ociLayerZstd, .dockerLayer, .dockerLayerGzip,
        ]
        if layer.urls?.isEmpty == false || layer.mediaType.isForeignLayer {
            throw .invalid("its layer \(layer.digest.short) is kept on other hosts, from which nothing is fetched")
        }
        guard known.contains(layer.mediaType) else {
            throw .invalid(
                "its layer \(layer.digest.short) is of the unknown type \(layer.mediaType.rawValue.quotable)")
        }
    }

    private func decode<Value: JSONReadable>(_ bytes: [UInt8], _ name: String) throws(RegistryError) -> Value {
        do {
            return try Value(jsonText: bytes)
        } catch {
            throw .invalid("\(name) is not valid: \(error)")
        }
    }
}

extension MediaType {
    /// A layer that may not be distributed by registries, only by those whose addresses it lists.
    fileprivate var isForeignLayer: Bool {
        rawValue.hasPrefix("application/vnd.oci.image.layer.nondistributable.")
            || rawValue.hasPrefix("application/vnd.docker.image.rootfs.foreign.")
    }
}
