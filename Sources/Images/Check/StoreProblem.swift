/// Something that `system check` found to be wrong.
public struct StoreProblem: Hashable, Sendable {
    /// What it is about, for programs.
    public enum Subject: String, Sendable {
        case database
        case blob
        case image
        case layer
        case container
        case volume
        case network
        /// A file or a directory that nothing refers to.
        case orphan
    }

    /// What has become of it.
    public enum Outcome: Hashable, Sendable {
        /// It was found, and left as it is.
        case found
        case repaired
        /// It cannot be repaired from what is here; the next `skiff pull` or `load` of the image brings it.
        case needsPull
        /// It was to be repaired and could not; what to do instead.
        case remains(String)
    }

    /// What it is about.
    public let subject: Subject
    /// A digest, an id, or a path below the state directory.
    public let name: String
    /// What is wrong, as a part of a sentence that starts with the name.
    public let reason: String
    /// The images that are concerned, by their shortest names.
    public let images: [String]
    /// What has become of it.
    public let outcome: Outcome

    public init(subject: Subject, name: String, reason: String, images: [String] = [], outcome: Outcome) {
        self.subject = subject
        self.name = name
        self.reason = reason
        self.images = images
        self.outcome = outcome
    }
}

extension StoreProblem: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        let users = images.isEmpty ? "" : " (of \(images.joined(separator: ", ")))"
        let advice =
            switch outcome {
            case .found: ""
            case .repaired: "; repaired"
            case .needsPull: "; pull or load the image again to mend it"
            case .remains(let advice): "; \(advice)"
            }
        return "\(subject.rawValue) \(name)\(users): \(reason)\(advice)"
    }
}

/// What `system check` looked at, and what it found.
public struct StoreCheckReport: Sendable {
    /// In the order in which they were found.
    public var problems: [StoreProblem] = []
    /// How many were looked at, as of blobs and layers.
    public internal(set) var imageCount = 0
    /// How many were looked at.
    public internal(set) var blobCount = 0
    /// How many were looked at.
    public internal(set) var layerCount = 0
    /// Bytes of blobs that were read.
    public internal(set) var byteCount: Int64 = 0

    /// Nothing is wrong, or nothing any more.
    public var isClean: Bool { problems.allSatisfy { $0.outcome == .repaired } }
}
