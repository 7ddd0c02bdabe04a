import Images
import OCI

/// What a push stored.
public struct PushedImage: Hashable, Sendable {
    /// The name that it has there.
    public let reference: ImageReference
    /// The manifest's digest and length in bytes, as everyone finds it in the registry from now on.
    public let digest: Digest
    /// As above, in bytes.
    public let size: Int64
}

extension Registry {
    /// Stores an image in its registry, under its name: first the blobs that the registry lacks, then
    /// the manifest that makes an image of them.
    /// - Parameters:
    ///   - compression: what layers are compressed with that are stored without.
    ///   - progress: gets an item for each layer.
    public func push(
        _ reference: ImageReference, from store: ImageStore, compression: LayerCompression = .gzip,
        progress: TransferProgress? = nil
    ) throws(RegistryError) -> PushedImage {
        guard let tag = reference.tag, reference.digest == nil else {
            throw .invalid("cannot push \(reference.familiar): a push needs a tag, and no digest")
        }
        do {
            let image = try attempt { () throws(ImageError) in try store.find(reference.description) }
            let stored = try attempt { () throws(ImageError) in try store.manifest(of: image) }
            let prepared = try PreparedImage(stored, in: store, compression)
            let destination = try repository(of: reference)
            let upload = ImageUpload(prepared, to: destination, progress)
            try upload.sendBlobs(mounting: MountSources(reference, in: store))
            try destination.put(prepared.manifest, as: .tag(tag))
            return PushedImage(
                reference: reference, digest: prepared.manifest.digest, size: Int64(prepared.manifest.bytes.count))
        } catch {
            throw error.about("cannot push \(reference.familiar) to \(reference.registry)")
        }
    }
}
