/// What a blob holds, by the names of the OCI image specification
/// ("Media Types") and of Docker's image manifest version 2, schema 2.
public struct MediaType: RawRepresentable, Hashable, Sendable, Codable {
    /// The text, as manifests and registries have it.
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let ociIndex = MediaType(rawValue: "application/vnd.oci.image.index.v1+json")
    public static let ociManifest = MediaType(rawValue: "application/vnd.oci.image.manifest.v1+json")
    public static let ociConfig = MediaType(rawValue: "application/vnd.oci.image.config.v1+json")
    public static let ociLayer = MediaType(rawValue: "application/vnd.oci.image.layer.v1.tar")
    public static let ociLayerGzip = MediaType(rawValue: "application/vnd.oci.image.layer.v1.tar+gzip")
    public static let ociLayerZstd = MediaType(rawValue: "application/vnd.oci.image.layer.v1.tar+zstd")

    public static let dockerIndex = MediaType(rawValue: "application/vnd.docker.distribution.manifest.list.v2+json")
    public static let dockerManifest = MediaType(rawValue: "application/vnd.docker.distribution.manifest.v2+json")
    public static let dockerConfig = MediaType(rawValue: "application/vnd.docker.container.image.v1+json")
    public static let dockerLayer = MediaType(rawValue: "application/vnd.docker.image.rootfs.diff.tar")
    public static let dockerLayerGzip = MediaType(rawValue: "application/vnd.docker.image.rootfs.diff.tar.gzip")

    /// A list of manifests.
    public var isIndex: Bool { self == .ociIndex || self == .dockerIndex }

    /// The manifest of one image.
    public var isManifest: Bool { self == .ociManifest || self == .dockerManifest }

    /// The configuration of an image that can be run.
    public var isImageConfig: Bool { self == .ociConfig || self == .dockerConfig }
}
