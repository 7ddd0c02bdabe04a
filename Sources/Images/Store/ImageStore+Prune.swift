import OCI
import StateStore

/// What a `prune` of images removed.
public struct PrunedImages: Hashable, Sendable {
    /// Names, images and layers, in order, to be told as Docker does.
    public var removed: [RemovedItem] = []
    /// Bytes of disk space that are free now.
    public var reclaimed: Int64 = 0

    public init() {}
}

extension ImageStore {
    /// Removes images that no container uses, what crashes have left in the store, and unfinished downloads.
    /// - Parameters:
    ///   - all: those that have names, too.
    ///   - isSelected: leaves out images by a filter of the user's; one whose configuration cannot be read is
    ///     left out by any.
    public func prune(
        all: Bool, where isSelected: ((Image, ImageConfig) throws -> Bool)? = nil
    ) throws(ImageError) -> PrunedImages {
        var pruned = PrunedImages()
        pruned.removed = try attempt { () throws(StateError) in
            try state.write { database in
                let nameless = all ? "" : "AND id NOT IN (SELECT image_id FROM image_references)"
                let unused = try Self.images(
                    database, where: "id NOT IN (SELECT image_id FROM containers) \(nameless) ORDER BY loaded, id")
                return try unused.filter { try self.isSelected($0, by: isSelected) }.flatMap { image in
                    let untagged = image.references.map(RemovedItem.untagged)
                    return try untagged + Self.delete(image, database)
                }
            }
        }
        pruned.reclaimed = try collectAllGarbage()
        return pruned
    }

    private func isSelected(_ image: Image, by filter: ((Image, ImageConfig) throws -> Bool)?) throws -> Bool {
        guard let filter else { return true }
        // What a damaged image says of itself fits no filter.
        guard let config = try? config(of: image) else { return false }
        return try filter(image, config)
    }
}
