import Archive
import Images
import JSON
import OCI

/// What layers are compressed with that are stored without.
public enum LayerCompression: String, CaseIterable, Sendable {
    case gzip
    case zstd

    fileprivate var archive: Compression { self == .gzip ? .gzip : .zstd }
}

/// An image as it is going to be in the registry: as it's stored, but for the
/// layers that are compressed first, and the manifest that then lists them.
struct PreparedImage {
    let manifest: RemoteManifest
    /// Layers, lowest first and each once, then the configuration.
    let blobs: [OutgoingBlob]

    init(_ stored: StoredManifest, in store: ImageStore, _ compression: LayerCompression) throws(RegistryError) {
        var content = stored.content
        var blobs = [OutgoingBlob]()
        for (index, layer) in content.layers.enumerated() {
            let blob = try attempt { () throws(ImageError) in
                try Self.outgoing(layer, of: stored.mediaType, in: store, compression)
            }
            content.layers[index] = blob.descriptor
            if !blobs.contains(where: { $0.descriptor.digest == blob.descriptor.digest }) { blobs.append(blob) }
        }
        blobs.append(Self.asStored(content.config, in: store))
        self.blobs = blobs
        guard content != stored.content else {
            manifest = RemoteManifest(bytes: stored.bytes, mediaType: stored.mediaType, digest: stored.digest)
            return
        }
        // Docker's own kind of manifest knows no zstd.
        let needsOCI = content.layers.contains { $0.mediaType == .ociLayerZstd }
        let mediaType = needsOCI ? .ociManifest : stored.mediaType
        content.mediaType = mediaType
        if needsOCI { content.config.mediaType = .ociConfig }
        let bytes = content.json
        manifest = RemoteManifest(bytes: bytes, mediaType: mediaType, digest: Digest(hashing: bytes))
    }

    private static func outgoing(
        _ layer: BlobDescriptor, of manifestType: MediaType, in store: ImageStore, _ compression: LayerCompression
    ) throws(ImageError) -> OutgoingBlob {
        guard layer.mediaType == .ociLayer || layer.mediaType == .dockerLayer else { return asStored(layer, in: store) }
        let compressed = try store.compress(layer.digest, with: compression.archive)
        var descriptor = layer
        descriptor.digest = compressed.digest
        descriptor.size = compressed.size
        descriptor.mediaType =
            switch compression {
            case .zstd: .ociLayerZstd
            case .gzip: manifestType == .dockerManifest ? .dockerLayerGzip : .ociLayerGzip
            }
        return OutgoingBlob(descriptor: descriptor) { offset throws(ImageError) in
            try compressed.open(from: offset)
        }
    }

    private static func asStored(_ blob: BlobDescriptor, in store: ImageStore) -> OutgoingBlob {
        OutgoingBlob(descriptor: blob) { offset throws(ImageError) in try store.blobSource(blob.digest, from: offset) }
    }
}
