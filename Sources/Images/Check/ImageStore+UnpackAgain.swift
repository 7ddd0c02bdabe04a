import Archive
import LinuxSystem
import OCI

/// What came of a layer that was unpacked again.
struct UnpackedLayer {
    let diffID: Digest
    let size: Int64
    let isOpaque: Bool
}

extension ImageStore {
    /// Unpacks the blob of a layer whose digest has been verified into a new directory, as it was unpacked when
    /// the image came.
    /// - Parameter lower: the roots of the layers beneath, topmost first.
    func unpackAgain(
        _ blob: Digest, to name: String, in staging: borrowing Descriptor, above lower: [SharedDescriptor]
    ) throws(ImageError) -> UnpackedLayer {
        let blobs = try blobDirectory(blob.algorithm)
        do {
            let directory = try staging.makeAndOpenDirectory(name, mode: 0o700)
            let file = try blobs.open(String(blob.hex), [.readOnly, .noFollow], resolution: .beneath)
            let content = try HashingSource(Compression.decompress(FileSource(file, name: blob.text)))
            let unpacker = try LayerUnpacker(content, into: directory, above: lower)
            try unpacker.unpack()
            return UnpackedLayer(diffID: content.digest, size: unpacker.size, isOpaque: unpacker.isOpaque)
        } catch {
            throw ImageError(error)
        }
    }
}
