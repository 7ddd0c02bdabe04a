import Events
import Images
import OCI

extension Engine {
    /// An image came from a registry or went to one, by its name there.
    public func emitImage(_ action: String, _ reference: ImageReference) {
        emit(
            .image, action, id: reference.familiar,
            imageLabels(reference.description).merging(["name": reference.familiarName]) { _, name in name })
    }

    /// An image was loaded, imported or got a name: by its id, with that name.
    public func emitImage(_ action: String, id: Digest, name: String? = nil) {
        emit(
            .image, action, id: id.text,
            imageLabels(id.text).merging(["name": name ?? id.text]) { _, name in name })
    }

    /// An image came from an archive, with a name or without.
    public func emitLoad(of loaded: LoadedImage) {
        switch loaded {
        case .named(let reference): emitNamed("load", reference)
        case .unnamed(let id): emitImage("load", id: id)
        }
    }

    /// Images were written to an archive.
    /// - Parameter names: as the user named them.
    public func emitSave(of names: [String]) {
        for name in names {
            // It may be gone by now.
            guard let image = try? images.find(name) else { continue }
            emitImage("save", id: image.id, name: image.references.first?.familiar)
        }
    }

    /// An image got a name.
    public func emitNamed(_ action: String, _ reference: ImageReference) {
        // It may have lost it since to somebody else.
        guard let image = try? images.find(reference.description) else { return }
        emitImage(action, id: image.id, name: reference.familiar)
    }

    /// Names of an image went, and perhaps the image.
    /// - Parameter removed: what `remove` or `prune` says; names of other images and layers don't count.
    func emitRemoval(of image: Image, _ removed: [RemovedItem]) {
        for reference in image.references where removed.contains(.untagged(reference)) {
            emit(.image, "untag", id: image.id.text, ["name": reference.familiar])
        }
        if removed.contains(.deleted(image.id)) { emit(.image, "delete", id: image.id.text, ["name": image.id.text]) }
    }

    /// Labels are worth telling, but no reason to fail.
    private func imageLabels(_ name: String) -> [String: String] {
        (try? images.config(of: images.find(name)).config?.labels) ?? [:]
    }
}
