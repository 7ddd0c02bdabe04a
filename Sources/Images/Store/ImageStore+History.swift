import LinuxSystem
import OCI

/// One step in the making of an image, as Docker's `history` tells it.
public struct HistoryStep: Hashable, Sendable {
    /// The image's id at its last step; Docker writes `<missing>` for the others.
    public let id: Digest?
    public let created: Timestamp?
    /// The instruction or the program.
    public let createdBy: String
    /// The bytes of the files of its layer; zero for a step that made none.
    public let size: Int64
    public let comment: String
    /// The image's names, at its last step.
    public let tags: [ImageReference]
}

extension ImageStore {
    /// How an image was made, the last step first.
    /// - Parameter text: as for `find`.
    public func history(of text: String) throws(ImageError) -> [HistoryStep] { fatalError("follows") }
}
