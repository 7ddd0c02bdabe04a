import Images
import OCI

extension Engine {
    /// Removes images that nobody needs, and what crashes have left in the store.
    /// - Parameters:
    ///   - all: all images that no container uses; without it, only those of them that have no name.
    ///   - isSelected: leaves out images by a filter of the user's.
    public func pruneImages(
        all: Bool = false, where isSelected: (Image, ImageConfig) throws -> Bool = { _, _ in true }
    ) throws(ImageError) -> PrunedImages {
        fatalError("follows")
    }
}
