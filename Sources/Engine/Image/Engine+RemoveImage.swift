import Images

extension Engine {
    /// Removes a name of an image, and the image itself when that was its last one, by Docker's rules.
    /// - Parameter force: although stopped containers use it, or several repositories name it. An image that a
    ///   running container uses stays in any case.
    /// - Returns: what was removed, in order.
    public func removeImage(_ text: String, force: Bool) throws(ImageError) -> [RemovedItem] {
        let image = try images.find(text)
        let removed = try images.remove(text, force: force) { id in
            // A container of which only traces are left doesn't run.
            guard let container = try existing(id), container.isSupervised else { return false }
            return true
        }
        emitRemoval(of: image, removed)
        return removed
    }
}
