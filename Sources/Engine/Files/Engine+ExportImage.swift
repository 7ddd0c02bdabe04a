import Images
import LinuxSystem
import StateStore

extension Engine {
    /// Writes an image's files as a tar archive: all layers as one, with the owners that the image gives them.
    /// - Parameters:
    ///   - file: a file, a pipe or a socket.
    ///   - name: what to call it in a message.
    public func exportImage(_ image: Image, to file: consuming Descriptor, name: String) throws {
        let layers = try images.lowerDirectories(of: image).map(\.path)
        let root = try ContainerRoot.mountLayers(
            layers, in: "\(state.path)/layers", kernel: HostFacts.current().kernel)
        let archive = TreeArchiver(file, name: name)
        var walk = TreeWalk()
        try walk.walk(root.descriptor, as: nil) { entry, file in try archive.put(entry, file) }
        try archive.finish()
    }
}
