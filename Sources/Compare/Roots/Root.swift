import Engine
import Glibc
import Images
import LinuxSystem
import StateStore
import OCI

/// The files of the image, from which every contender's root is made.
struct Root {
    /// All layers as one tar archive.
    let archive: String
    /// In bytes of the archive.
    let size: Int64
    /// What the image's unpacked layers take of the disk, in bytes.
    let layerSize: Int64
    let imageID: String
    let image: String

    init(of name: String, in scratch: Scratch) throws {
        let engine = try Engine.open()
        let image: Image
        do {
            image = try engine.images.find(name)
        } catch {
            throw ComparisonError.refused("\(error)")
        }
        do {
            try engine.images.requireHostPlatform(engine.images.config(of: image), of: name)
        } catch {
            throw ComparisonError.refused("\(error): its programs run in no container and no virtual machine here")
        }
        self.image = name
        imageID = String(image.id.short)
        archive = "\(scratch.path)/root.tar"
        try engine.exportImage(
            image, to: Descriptor.open(archive, [.writeOnly, .create, .exclusive], mode: 0o600), name: archive)
        size = Int64(try Descriptor.open(archive, [.readOnly]).status().st_size)
        var measure = DiskMeasure()
        var total: Int64 = 0
        for layer in try engine.images.lowerDirectories(of: image) {
            total += try measure.size(of: layer.relativePath, in: engine.state.directory)
        }
        layerSize = total
    }
}
