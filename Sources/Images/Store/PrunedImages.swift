/// What a `prune` of images removed.
public struct PrunedImages: Hashable, Sendable {
    /// Names, images and layers, in order, to be told as Docker does.
    public var removed: [RemovedItem] = []
    /// Bytes of disk space that are free now.
    public var reclaimed: Int64 = 0

    public init() {}
}
