/// The reference from one blob to another: what it is, its digest and its
/// size (OCI image specification, "Content Descriptors").
public struct BlobDescriptor: Codable, Hashable, Sendable {
    /// What the blob is: RFC 6838's name of its format.
    public var mediaType: MediaType
    /// Of the blob's bytes.
    public var digest: Digest
    /// Bytes; a negative number is not valid.
    public var size: Int64
    /// Where else the blob may be had. Skiff asks nobody there.
    public var urls: [String]?
    /// Free texts by name.
    public var annotations: [String: String]?
    /// Only in an index.
    public var platform: Platform?

    public init(
        mediaType: MediaType, digest: Digest, size: Int64, urls: [String]? = nil,
        annotations: [String: String]? = nil, platform: Platform? = nil
    ) {
        self.mediaType = mediaType
        self.digest = digest
        self.size = size
        self.urls = urls
        self.annotations = annotations
        self.platform = platform
    }
}

/// One image: its configuration and its layers, lowest first (OCI image
/// specification, "Image Manifest"; Docker's schema 2 has the same fields).
public struct ImageManifest: Codable, Hashable, Sendable {
    /// Always 2.
    public var schemaVersion: Int
    /// Of the manifest itself; required by Docker, recommended by OCI.
    public var mediaType: MediaType?
    /// The blob with the image's configuration.
    public var config: BlobDescriptor
    /// The layers' archives, the lowest first.
    public var layers: [BlobDescriptor]
    /// Free texts by name.
    public var annotations: [String: String]?

    public init(
        mediaType: MediaType = .ociManifest, config: BlobDescriptor, layers: [BlobDescriptor],
        annotations: [String: String]? = nil
    ) {
        self.schemaVersion = 2
        self.mediaType = mediaType
        self.config = config
        self.layers = layers
        self.annotations = annotations
    }
}

/// A choice of manifests, usually one a platform (OCI image specification,
/// "Image Index"; Docker's manifest list has the same fields).
public struct ImageIndex: Codable, Hashable, Sendable {
    /// Always 2.
    public var schemaVersion: Int
    /// Of the index itself.
    public var mediaType: MediaType?
    /// What there is to choose from; an index may be among them.
    public var manifests: [BlobDescriptor]
    /// Free texts by name.
    public var annotations: [String: String]?

    public init(
        mediaType: MediaType = .ociIndex, manifests: [BlobDescriptor], annotations: [String: String]? = nil
    ) {
        self.schemaVersion = 2
        self.mediaType = mediaType
        self.manifests = manifests
        self.annotations = annotations
    }
}

/// The names of annotations that carry an image's reference.
public enum AnnotationKey {
    /// A tag, or a whole reference (OCI image specification, "Annotations").
    public static let referenceName = "org.opencontainers.image.ref.name"
    /// A whole reference, as containerd and Docker write it.
    public static let containerdImageName = "io.containerd.image.name"
}
