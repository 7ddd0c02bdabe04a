import OCI

/// Something that `system check` found to be wrong.
public struct StoreProblem: Hashable, Sendable {
    /// What it is about, for programs.
    public enum Subject: String, Sendable {
        case database
        case blob
        case image
        case layer
        /// A file that nothing refers to.
        case orphan
    }

    /// What has become of it.
    public enum Outcome: Hashable, Sendable {
        /// It was found, and left as it is.
        case found
        case repaired
        /// It cannot be repaired from what is here; the next `skiff pull` brings it.
        case needsPull
        /// It was to be repaired and could not, and why.
        case remains(String)
    }

    public let subject: Subject
    /// A digest, a path below the state directory, or a table's name.
    public let name: String
    /// What is wrong, as a sentence without the name.
    public let reason: String
    /// The images that are concerned, by their shortest names.
    public var images: [String] = []
    public var outcome = Outcome.found
}

/// What `system check` looked at, and what it found.
public struct StoreCheckReport: Sendable {
    public var problems: [StoreProblem] = []
    public var imageCount = 0
    public var blobCount = 0
    public var layerCount = 0
    /// Bytes of blobs that were read.
    public var byteCount: Int64 = 0

    public init() {}

    /// Nothing is wrong, or nothing any more.
    public var isClean: Bool { problems.allSatisfy { $0.outcome == .repaired } }
}
