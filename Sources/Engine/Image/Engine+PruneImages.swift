import Events
import Images
import OCI

extension Engine {
    /// Removes images that no container uses, and tells of each; see `ImageStore.prune`.
    public func pruneImages(
        all: Bool, where isSelected: ((Image, ImageConfig) throws -> Bool)? = nil
    ) throws(ImageError) -> PrunedImages {
        let before = try images.list()
        let pruned = try images.prune(all: all, where: isSelected)
        for image in before { emitRemoval(of: image, pruned.removed) }
        emit(.image, "prune", id: "", ["reclaimed": String(pruned.reclaimed)])
        return pruned
    }
}
