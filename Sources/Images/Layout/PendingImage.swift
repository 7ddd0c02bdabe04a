import OCI

/// An image as an archive describes it, before any of it is in the store.
struct PendingImage {
    /// What becomes of the configuration.
    enum Configuration {
        /// The archive's own, byte for byte: its digest is the image's id.
        case given([UInt8])
        /// To be completed with the layers' digests and written anew.
        case template(ImageConfig)
    }

    /// One layer and all that the archive says about it.
    struct Layer {
        /// Its name in the archive; the same name is the same layer.
        let name: String
        /// The digest and size to be verified, where the archive tells.
        var expected: BlobDescriptor?
        /// The digest of the layer without compression, where the archive tells.
        var diffID: Digest?
        let open: () throws(ImageError) -> ArchiveFile
    }

    var references: [ImageReference] = []
    /// The manifest, byte for byte; absent in formats without one.
    var manifest: [UInt8]?
    var configuration: Configuration
    /// Lowest first.
    var layers: [Layer]

    /// The configuration's own list of layers, applied to the archive's.
    static func diffIDs(_ config: ImageConfig, layerCount: Int) throws(ImageError) -> [Digest] {
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

/// Finds out what sort of archive this is, and what images are in it.
func pendingImages(in contents: any ArchiveContents, host: Platform) throws(ImageError) -> [PendingImage] {
    if try contents.file("index.json") != nil, try contents.file("oci-layout") != nil {
        return try OCILayout(contents, host: host).images()
    }
    if try contents.file("manifest.json") != nil { return try DockerArchive(contents).images() }
    if try contents.file("repositories") != nil { return try LegacyDockerArchive(contents).images() }
    throw .invalid(
        "\(contents.name) is no image archive: it has neither index.json nor manifest.json; "
            + "for a root file system, use skiff import")
}
