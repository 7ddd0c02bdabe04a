import OCI

extension ImageStore {
    /// Brings images into the store, all of them or none: layers that it has
    /// are neither opened nor read.
    /// - Parameter progress: gets an item for each layer.
    /// - Returns: the images' ids, in order.
    /// - Throws: what failed first; `source` when the origin did.
    public func add(_ images: [IncomingImage], progress: TransferProgress? = nil) throws(ImageError) -> [Digest] {
        try collectGarbage()
        for _ in 0..<3 {
            do {
                return try addOnce(images, progress)
            } catch {
                // Another process removed what was to be shared; then it isn't there the next time.
                guard case .conflict = error else { throw error }
            }
        }
        return try addOnce(images, progress)
    }

    private func addOnce(
        _ images: [IncomingImage], _ progress: TransferProgress?
    ) throws(ImageError) -> [Digest] {
        progress?.removeAll()
        let assembly = try ImageAssembly(self)
        try assembly.receive(images, progress)
        try assembly.commit()
        return assembly.images.map(\.id)
    }
}
