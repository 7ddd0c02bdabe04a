import LinuxSystem
import OCI

/// An image that is being saved, by the names that it gets in the archive.
struct SavedImage {
    let id: Digest
    let manifest: BlobDescriptor
    let content: ImageManifest
    /// None when it was asked for by its id.
    let names: [ImageReference]

    /// All blobs that make up the image, its manifest first.
    var blobs: [BlobDescriptor] { [manifest, content.config] + content.layers }

    /// Its entries in an OCI index: one a name, or one without.
    var indexEntries: [BlobDescriptor] {
        guard !names.isEmpty else { return [manifest] }
        return names.map { name in
            var entry = manifest
            entry.annotations = [AnnotationKey.containerdImageName: name.description]
            entry.annotations?[AnnotationKey.referenceName] = name.tag
            return entry
        }
    }

    /// Its entry in Docker's `manifest.json`.
    var dockerEntry: DockerArchive.Item {
        DockerArchive.Item(
            config: content.config.digest.layoutPath, repoTags: names.map(\.familiar),
            layers: content.layers.map(\.digest.layoutPath))
    }
}

extension [SavedImage] {
    /// Docker's `repositories`, for programs that are older than `manifest.json`: by name and tag, the topmost
    /// layer; an image without any has its configuration there.
    var repositories: [String: [String: String]] {
        reduce(into: [:]) { repositories, image in
            let top = (image.content.layers.last ?? image.content.config).digest.hex
            for name in image.names {
                repositories[name.familiarName, default: [:]][name.tag ?? ""] = String(top)
            }
        }
    }
}

extension ImageManifest {
    /// The kind that the manifest says it is, or, where it doesn't, that its configuration shows.
    var kind: MediaType {
        mediaType ?? (config.mediaType == .dockerConfig ? .dockerManifest : .ociManifest)
    }
}
