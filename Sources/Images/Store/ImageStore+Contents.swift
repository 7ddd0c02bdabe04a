import JSON
import OCI

/// An image's manifest as it's stored, for those who hand the image on.
public struct StoredManifest: Sendable {
    /// Of the bytes.
    public let digest: Digest
    /// As they are stored.
    public let bytes: [UInt8]
    /// The kind that it says it is, or, where it doesn't, that its configuration shows.
    public let mediaType: MediaType
    /// The same, read.
    public let content: ImageManifest
}

extension ImageStore {
    /// What the image is made of.
    public func manifest(of image: Image) throws(ImageError) -> StoredManifest {
        let bytes = try blob(image.manifestDigest)
        let content: ImageManifest
        do {
            content = try ImageManifest(jsonText: bytes)
        } catch {
            throw .invalid("the manifest \(image.manifestDigest) is not valid: \(error)")
        }
        let implied = content.config.mediaType == .dockerConfig ? MediaType.dockerManifest : .ociManifest
        return StoredManifest(
            digest: image.manifestDigest, bytes: bytes, mediaType: content.mediaType ?? implied, content: content)
    }
}
