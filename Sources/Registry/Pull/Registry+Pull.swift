import Archive
import Images
import OCI

/// What a pull brought.
public struct PulledImage: Hashable, Sendable {
    /// The name that was asked for.
    public let reference: ImageReference
    /// What the name leads to in the registry: an index or a manifest.
    public let digest: Digest
    /// The image's id.
    public let id: Digest
    /// Whether the name led to another image before, or to none.
    public let isNew: Bool
}

extension Registry {
    /// Brings an image into the store, under its name and under its digest.
    /// - Parameters:
    ///   - platform: what it has to be made for; this host's if it's left out.
    ///   - progress: gets an item for each layer.
    public func pull(
        _ reference: ImageReference, platform: Platform? = nil, into store: ImageStore,
        progress: TransferProgress? = nil
    ) throws(RegistryError) -> PulledImage {
        do {
            return try fetch(reference, platform, store, progress)
        } catch {
            throw error.about("cannot pull \(reference.familiar) from \(reference.registry)")
        }
    }

    /// All tags of a reference's repository.
    public func tags(of reference: ImageReference) throws(RegistryError) -> [ImageReference] {
        do {
            let tags = try repository(of: reference).tags()
            return try attempt { () throws(FormatError) in
                try tags.map { tag throws(FormatError) in
                    try ImageReference(parsing: "\(reference.name):\(tag)")
                }
            }
        } catch {
            throw error.about("cannot list the tags of \(reference.familiarName)")
        }
    }

    private func fetch(
        _ reference: ImageReference, _ platform: Platform?, _ store: ImageStore, _ progress: TransferProgress?
    ) throws(RegistryError) -> PulledImage {
        let (chosen, repositories) = try find(reference, platform)
        // A name that isn't there so far leads nowhere.
        let before = try? store.find(reference.description)
        let image = try incoming(chosen, reference, repositories)
        let ids = try attempt { () throws(ImageError) in try store.add([image], progress: progress) }
        guard let id = ids.first else { preconditionFailure("one image was given") }
        return PulledImage(reference: reference, digest: chosen.top.digest, id: id, isNew: before?.id != id)
    }

    /// Asks the mirrors in their order, then the registry itself, whose word is the last.
    /// - Returns: the image, and the repositories from which its layers can come.
    private func find(
        _ reference: ImageReference, _ platform: Platform?
    ) throws(RegistryError) -> (ImageChoice.Chosen, [RemoteRepository]) {
        var repositories = try mirrors(of: reference)
        while let mirror = repositories.first {
            do {
                let chosen = try ImageChoice(mirror, platform: platform).choose(ManifestName(reference))
                return (chosen, repositories + [try repository(of: reference)])
            } catch {
                // What a mirror lacks or gets wrong is no reason to fail while the registry itself may have it.
                repositories.removeFirst()
            }
        }
        let origin = try repository(of: reference)
        return (try ImageChoice(origin, platform: platform).choose(ManifestName(reference)), [origin])
    }

    private func incoming(
        _ chosen: ImageChoice.Chosen, _ reference: ImageReference, _ repositories: [RemoteRepository]
    ) throws(RegistryError) -> IncomingImage {
        let pinned = try attempt { () throws(FormatError) in
            try ImageReference(parsing: "\(reference.name)@\(chosen.top.digest)")
        }
        let layers = zip(chosen.image.layers, chosen.diffIDs).map { blob, diffID in
            IncomingLayer(name: blob.digest.text, expected: blob, diffID: diffID, isResumable: true) {
                offset throws(ImageError) in
                do throws(RegistryError) {
                    let source = try BlobSource(blob, from: offset, in: repositories)
                    let interruption = source.interruption
                    return IncomingFile(source: source, size: blob.size) { interruption() }
                } catch {
                    throw error.ofLayer
                }
            }
        }
        return IncomingImage(
            references: reference.digest == nil ? [reference, pinned] : [pinned],
            manifest: .init(bytes: chosen.manifest.bytes, mediaType: chosen.manifest.mediaType),
            configuration: .given(chosen.configuration), layers: layers)
    }
}
