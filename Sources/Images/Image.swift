import LinuxSystem
import OCI

/// An image in the store.
public struct Image: Hashable, Sendable {
    /// The digest of its configuration.
    public let id: Digest
    /// Of the manifest as its origin had it, or as it was written here.
    public let manifestDigest: Digest
    /// All names that lead to it, in order; empty when others took them.
    public let references: [ImageReference]
    /// The bytes of its layers' files; layers shared with others count in full.
    public let size: Int64
    /// When it was made, if it says so.
    public let created: Timestamp?
    /// When it came into the store.
    public let loaded: Timestamp

    /// Its names that have a tag and no digest.
    public var tags: [ImageReference] { references.filter { $0.digest == nil } }

    /// Its first name for a message, or its id when it has none.
    var shown: String { references.first?.familiar ?? String(id.short) }

    /// What a registry would know it by: each of its repositories with the digest of the manifest, and the
    /// references by digest that it was pulled with. In order.
    public var repositoryDigests: [String] {
        let own = references.map { "\($0.familiarName)@\(manifestDigest)" }
        let pulled = references.compactMap { reference in
            reference.digest.map { "\(reference.familiarName)@\($0)" }
        }
        return Set(own + pulled).sorted()
    }
}

/// What `load` brought in, to be told as Docker does.
public enum LoadedImage: Hashable, Sendable, CustomStringConvertible {
    case named(ImageReference)
    case unnamed(Digest)

    public var description: String {
        switch self {
        case .named(let reference): "Loaded image: \(reference.familiar)"
        case .unnamed(let id): "Loaded image ID: \(id)"
        }
    }
}

/// What `remove` took away, to be told as Docker does.
public enum RemovedItem: Hashable, Sendable, CustomStringConvertible {
    case untagged(ImageReference)
    /// An image by its id, or a layer by its chain's.
    case deleted(Digest)

    public var description: String {
        switch self {
        case .untagged(let reference): "Untagged: \(reference.familiar)"
        case .deleted(let digest): "Deleted: \(digest)"
        }
    }
}
