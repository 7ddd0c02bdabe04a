import Images
import OCI

/// What `system prune` removed.
public struct PrunedSystem: Sendable {
    /// Containers by their ids.
    public var containers: [String] = []
    public var images = PrunedImages()
    /// Bytes of disk space that are free now, the images' included.
    public var reclaimed: Int64 = 0
}

extension Engine {
    /// Removes stopped containers, images that nobody needs, unfinished downloads, and what crashes have left.
    /// - Parameters:
    ///   - all: as for `pruneImages`.
    ///   - isSelected: as for `pruneImages`.
    public func prune(
        all: Bool = false, where isSelected: (Image, ImageConfig) throws -> Bool = { _, _ in true }
    ) throws -> PrunedSystem {
        fatalError("follows")
    }

    /// Removes the containers that have ended or never started.
    public func pruneContainers() throws -> PrunedSystem { fatalError("follows") }
}
