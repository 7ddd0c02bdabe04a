import Archive
import FoundationEssentials
import LinuxSystem
import OCI

/// Brings images into a staging directory, completely and verified, and then
/// all at once into the store. What the store has already is not made again.
final class ImageAssembly {
    let store: ImageStore
    let staging: Staging
    /// Blobs in the staging directory, by digest; each is a file of that name.
    var stagedBlobs: [Digest: Int64] = [:]
    /// Layers in the staging directory, by chain id.
    var stagedLayers: [Digest: StagedLayer] = [:]
    /// Blobs by the name of the archive's file that they came from.
    var blobsByName: [String: BlobDescriptor] = [:]
    private(set) var images: [AssembledImage] = []

    init(_ store: ImageStore) throws(ImageError) {
        self.store = store
        staging = try Staging(in: store.directory("staging"))
    }

    /// Stages one image: its layers, then its configuration and manifest.
    /// - Returns: its id.
    func add(_ pending: IncomingImage) throws(ImageError) -> Digest {
        var layers = [AssembledLayer]()
        for layer in pending.layers {
            let blob = try stageLayerBlob(layer)
            layers.append(try unpack(layer, blob, above: layers))
        }
        let configBytes = try configuration(pending, layers)
        let config = try stage(configBytes, as: .ociConfig)
        let generated = ImageManifest(config: config, layers: layers.map(\.blob))
        let manifest =
            if let given = pending.manifest {
                try stage(given.bytes, as: given.mediaType)
            } else {
                try stage(encodeJSON(generated), as: .ociManifest)
            }
        let created = try decodeJSON(ImageConfig.self, configBytes, name: "the configuration \(config.digest)").created
        images.append(
            AssembledImage(
                id: config.digest, manifest: manifest, config: config, layers: layers, references: pending.references,
                created: created.flatMap(Timestamp.init(parsing:))))
        return config.digest
    }

    private func configuration(_ pending: IncomingImage, _ layers: [AssembledLayer]) throws(ImageError) -> [UInt8] {
        switch pending.configuration {
        case .given(let bytes): return bytes
        case .template(var config):
            config.rootfs.diffIDs = layers.map(\.diffID.text)
            return try encodeJSON(config)
        }
    }
}

/// A layer as it will be recorded.
struct AssembledLayer {
    let blob: BlobDescriptor
    let diffID: Digest
    /// The digest of the layer and all beneath it (OCI image specification, "Layer ChainID").
    let chainID: Digest
}

/// A layer in the staging directory.
struct StagedLayer {
    /// The name of its directory, in which its root is `fs`.
    let name: String
    let size: Int64
    let isOpaque: Bool
}

/// An image as it will be recorded.
struct AssembledImage {
    let id: Digest
    let manifest: BlobDescriptor
    let config: BlobDescriptor
    let layers: [AssembledLayer]
    let references: [ImageReference]
    let created: Timestamp?
}

/// Writes JSON in one form only, so that equal values have equal digests.
func encodeJSON(_ value: some Encodable) throws(ImageError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
        return try Array(encoder.encode(value))
    } catch {
        throw .invalid("the image cannot be described in JSON: \(error)")
    }
}
