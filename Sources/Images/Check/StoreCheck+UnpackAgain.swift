import LinuxSystem
import OCI

extension StoreCheck {
    /// Unpacks the blob of a layer, whose digest has been verified, into a directory of the staging directory,
    /// as it was unpacked when the image came.
    /// - Parameter lower: the roots of the layers beneath, topmost first.
    func unpackAgain(
        _ blob: Digest, to name: String, diffID: Digest, above lower: [SharedDescriptor]
    ) throws(ImageError) -> UnpackedLayer {
        let directory = try attempt { () throws(SystemError) in try staging.directory.duplicate() }
        let archive = try LayerArchive(store.blobSource(blob), hashedBy: blob.algorithm)
        let lower = LowerLayers(lower)
        guard
            let unpacked = try LayerUnpacker.unpack(
                archive, name, above: lower, in: Transfer(store, staging: directory)),
            try unpacked.settle(above: lower)
        else { throw .invalid("it fits the layers beneath no more") }
        guard archive.diffID(blob) == diffID else { throw .invalid("its content is \(archive.diffID(blob))") }
        return unpacked
    }
}
