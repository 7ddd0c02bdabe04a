import OCI

/// An image as an archive or a registry describes it, before any of it is in
/// the store.
public struct IncomingImage: Sendable {
    /// What becomes of the configuration.
    public enum Configuration: Sendable {
        /// The origin's own, byte for byte: its digest is the image's id.
        case given([UInt8])
        /// To be completed with the layers' digests and written anew.
        case template(ImageConfig)
    }

    /// A manifest, byte for byte.
    public struct Manifest: Hashable, Sendable {
        /// As its digest counts them.
        public let bytes: [UInt8]
        /// What it says it is.
        public let mediaType: MediaType

        public init(bytes: [UInt8], mediaType: MediaType) {
            self.bytes = bytes
            self.mediaType = mediaType
        }
    }

    /// The names that will lead to it.
    public var references: [ImageReference]
    /// Absent in formats without one; then it is written anew.
    public var manifest: Manifest?
    /// Where the image's configuration comes from.
    public var configuration: Configuration
    /// Lowest first.
    public var layers: [IncomingLayer]

    public init(
        references: [ImageReference] = [], manifest: Manifest? = nil, configuration: Configuration,
        layers: [IncomingLayer]
    ) {
        self.references = references
        self.manifest = manifest
        self.configuration = configuration
        self.layers = layers
    }

    /// The configuration's own list of layers, applied to the manifest's.
    /// - Throws: `invalid` when there are more or fewer of them.
    public static func diffIDs(_ config: ImageConfig, layerCount: Int) throws(ImageError) -> [Digest] {
        guard config.rootfs.diffIDs.count == layerCount else {
            throw .invalid(
                "the image has \(layerCount) layers, but its configuration lists \(config.rootfs.diffIDs.count)")
        }
        var digests = [Digest]()
        for text in config.rootfs.diffIDs {
            digests.append(try attempt { () throws(FormatError) in try Digest(parsing: text) })
        }
        return digests
    }
}
