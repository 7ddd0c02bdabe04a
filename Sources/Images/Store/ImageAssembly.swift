import FoundationEssentials
import LinuxSystem
import OCI

/// Brings images into a staging directory, completely and verified, and then
/// all at once into the store. What the store has already is not made again.
///
/// Layers come in several at a time, each unpacked as if nothing were beneath
/// it; here they are put on each other, lowest first.
final class ImageAssembly {
    let store: ImageStore
    let staging: Staging
    let transfer: Transfer
    /// Blobs that are complete, but not yet the store's.
    var stagedBlobs: [Digest: BlobFile] = [:]
    /// Layers in the staging directory, by chain id.
    var stagedLayers: [Digest: StagedLayer] = [:]
    /// How many names for files the staging directory has had.
    var lastNumber = 0
    private(set) var images: [AssembledImage] = []

    init(_ store: ImageStore) throws(ImageError) {
        self.store = store
        staging = try Staging(in: store.directory("staging"))
        do {
            transfer = Transfer(store, staging: try staging.directory.duplicate())
        } catch {
            throw .system(error)
        }
    }

    /// Stages images: their layers, then their configurations and manifests.
    func receive(_ incoming: [IncomingImage], _ progress: TransferProgress?) throws(ImageError) {
        var plan = LayerPlan(store, progress)
        var steps = [[LayerPlan.Step]]()
        for image in incoming { steps.append(try plan.add(image.layers)) }
        lastNumber = plan.jobs.count
        let workers = try LayerWorkers(plan.jobs, in: transfer)
        do {
            for (image, steps) in zip(incoming, steps) { images.append(try assemble(image, steps)) }
        } catch {
            let cause = transfer.fail(error)
            // The threads use the staging directory until they end.
            _ = consume workers
            throw cause
        }
    }

    private func assemble(_ image: IncomingImage, _ steps: [LayerPlan.Step]) throws(ImageError) -> AssembledImage {
        let layers = try assemble(steps)
        let configBytes = try configuration(image, layers)
        let config = try stage(configBytes, as: .ociConfig)
        let manifest =
            if let given = image.manifest {
                try stage(given.bytes, as: given.mediaType)
            } else {
                try stage(encodeJSON(ImageManifest(config: config, layers: layers.map(\.blob))), as: .ociManifest)
            }
        let created = try decodeJSON(ImageConfig.self, configBytes, name: "the configuration \(config.digest)").created
        return AssembledImage(
            id: config.digest, manifest: manifest, config: config, layers: layers, references: image.references,
            created: created.flatMap(Timestamp.init(parsing:)))
    }

    private func configuration(_ image: IncomingImage, _ layers: [AssembledLayer]) throws(ImageError) -> [UInt8] {
        switch image.configuration {
        case .given(let bytes): return bytes
        case .template(var config):
            config.rootfs.diffIDs = layers.map(\.diffID.text)
            return try encodeJSON(config)
        }
    }

    /// Stages bytes that are in memory.
    private func stage(_ bytes: [UInt8], as mediaType: MediaType) throws(ImageError) -> BlobDescriptor {
        let blob = BlobDescriptor(mediaType: mediaType, digest: Digest(hashing: bytes), size: Int64(bytes.count))
        if stagedBlobs[blob.digest] == nil {
            lastNumber += 1
            let file = try BlobFile("blob-\(lastNumber)", in: staging.directory)
            try attempt { () throws(SystemError) in
                try file.file.descriptor.write(bytes, name: "the image store")
            }
            stagedBlobs[blob.digest] = file
        }
        return blob
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
