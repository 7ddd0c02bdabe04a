import Images
import LinuxSystem
import OCI

/// Everything that is known of an image, in the shape and with the names that
/// Docker's `inspect` has.
public struct ImageInspection: Encodable, Sendable {
    let Id: String
    let RepoTags: [String]
    let RepoDigests: [String]
    let Created: String
    let Author: String
    let Architecture: String
    let Os: String
    let Variant: String?
    let Size: Int64
    let Config: ContainerDefaults?
    let RootFS: Layers

    struct Layers: Encodable, Sendable {
        let type = "layers"
        let layers: [String]

        private enum CodingKeys: String, CodingKey {
            case type = "Type"
            case layers = "Layers"
        }
    }
}

extension Engine {
    /// Looks at an image; `nil` when there is none of that name.
    public func inspectImage(_ name: String) throws(ImageError) -> ImageInspection? {
        do {
            let image = try images.find(name)
            return ImageInspection(image, try images.config(of: image))
        } catch {
            if error.kind == .notFound { return nil }
            throw error
        }
    }
}

extension ImageInspection {
    init(_ image: Image, _ config: ImageConfig) {
        Id = image.id.text
        RepoTags = image.references.map(\.familiar)
        RepoDigests = Set(image.references.map(\.familiarName)).sorted().map { "\($0)@\(image.manifestDigest.text)" }
        Created = image.created?.description ?? ""
        Author = config.author ?? ""
        Architecture = config.architecture
        Os = config.os
        Variant = config.variant
        Size = image.size
        Config = config.config
        RootFS = Layers(layers: config.rootfs.diffIDs)
    }
}
