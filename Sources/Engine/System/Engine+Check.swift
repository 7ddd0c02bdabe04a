import Images

extension Engine {
    /// Compares the database, the blobs and the layers' files with one another and with their digests.
    /// - Parameter repair: puts right what can be put right from what is here, and removes what belongs to nothing.
    public func check(repair: Bool = false) throws -> StoreCheckReport { fatalError("follows") }
}
