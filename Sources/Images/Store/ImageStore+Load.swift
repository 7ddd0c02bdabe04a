import LinuxSystem
import OCI

extension ImageStore {
    /// Loads all images of an archive: what `docker save` and skopeo write, or
    /// an OCI image layout, as a directory or as a tar file, compressed or not.
    /// - Returns: what was loaded: all names, and the ids of images without one.
    public func load(path: String, progress: TransferProgress? = nil) throws(ImageError) -> [LoadedImage] {
        let file = try attempt { () throws(SystemError) in
            try Descriptor.open(path, [.readOnly, .noControllingTerminal])
        }
        return try load(file, name: path, progress: progress)
    }

    /// Loads from an open file, a directory or a pipe: standard input.
    /// - Parameter name: what to call it in a message.
    public func load(
        _ file: consuming Descriptor, name: String, progress: TransferProgress? = nil
    ) throws(ImageError) -> [LoadedImage] {
        let input = try ArchiveInput(file, name: name, in: directory("staging"))
        let images = try incomingImages(in: input.contents, host: .current)
        let ids = try add(images, progress: progress)
        return zip(images, ids).flatMap { image, id in
            image.references.isEmpty ? [.unnamed(id)] : image.references.map(LoadedImage.named)
        }
    }
}
