import LinuxSystem
import OCI

extension ImageStore {
    /// Loads all images of an archive: what `docker save` and skopeo write, or
    /// an OCI image layout, as a directory or as a tar file, compressed or not.
    /// - Returns: what was loaded: all names, and the ids of images without one.
    public func load(path: String) throws(ImageError) -> [LoadedImage] {
        let file = try attempt { () throws(SystemError) in
            try Descriptor.open(path, [.readOnly, .noControllingTerminal])
        }
        return try load(file, name: path)
    }

    /// Loads from an open file, a directory or a pipe: standard input.
    /// - Parameter name: what to call it in a message.
    public func load(_ file: consuming Descriptor, name: String) throws(ImageError) -> [LoadedImage] {
        try collectGarbage()
        let input = try ArchiveInput(file, name: name, in: directory("staging"))
        return try retryingWhenChanged { () throws(ImageError) in
            let assembly = try ImageAssembly(self)
            var loaded = [LoadedImage]()
            for pending in try pendingImages(in: input.contents, host: .current) {
                let id = try assembly.add(pending)
                loaded += pending.references.isEmpty ? [.unnamed(id)] : pending.references.map(LoadedImage.named)
            }
            try assembly.commit()
            return loaded
        }
    }

    /// Does it again when another process removed what was to be shared.
    private func retryingWhenChanged<Value>(_ body: () throws(ImageError) -> Value) throws(ImageError) -> Value {
        for _ in 0..<3 {
            do {
                return try body()
            } catch {
                guard case .conflict = error else { throw error }
            }
        }
        return try body()
    }
}
