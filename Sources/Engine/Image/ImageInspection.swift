import Images
import LinuxSystem
import OCI

/// Everything that is known of an image, in the shape and with the names that
/// Docker's `inspect` has.
public struct ImageInspection: Encodable, Sendable {
    let Id: String
    let RepoTags: [String]
    let RepoDigests: [String]
    /// Images have no parents: a build leaves none behind.
    let Parent = ""
    let Comment: String
    let Created: String
    let Author: String
    let Config: ContainerDefaults?
    let Architecture: String
    let Variant: String?
    let Os: String
    let Size: Int64
    let GraphDriver: Directories
    let RootFS: Layers
    let Metadata: Times
    let Descriptor: BlobDescriptor

    struct Layers: Encodable, Sendable {
        let type = "layers"
        let layers: [String]

        private enum CodingKeys: String, CodingKey {
            case type = "Type"
            case layers = "Layers"
        }
    }

    /// Where the image's files are, as the parameters of overlayfs.
    struct Directories: Encodable, Sendable {
        let Name = "overlay2"
        let Data: [String: String]

        /// - Parameter layers: topmost first.
        init(_ layers: [LayerDirectory]) {
            var data = ["UpperDir": layers.first?.path]
            if layers.count > 1 { data["LowerDir"] = layers.dropFirst().map(\.path).joined(separator: ":") }
            Data = data.compactMapValues { $0 }
        }

        private enum CodingKeys: CodingKey {
            case Name, Data
        }
    }

    struct Times: Encodable, Sendable {
        /// When the image was loaded or pulled.
        let LastTagTime: String
    }

    private enum CodingKeys: CodingKey {
        case Id, RepoTags, RepoDigests, Parent, Comment, Created, Author, Config, Architecture, Variant, Os, Size
        case GraphDriver, RootFS, Metadata, Descriptor
    }
}

extension Engine {
    /// Looks at an image; `nil` when there is none of that name.
    public func inspectImage(_ name: String) throws(ImageError) -> ImageInspection? {
        do {
            let image = try images.find(name)
            return try ImageInspection(image, images)
        } catch {
            if error.kind == .notFound { return nil }
            throw error
        }
    }
}

extension ImageInspection {
    init(_ image: Image, _ store: ImageStore) throws(ImageError) {
        let config = try store.config(of: image)
        Id = image.id.text
        RepoTags = image.tags.map(\.familiar)
        RepoDigests = image.repositoryDigests
        Comment = config.history?.last?.comment ?? ""
        Created = image.created?.description ?? ""
        Author = config.author ?? ""
        Config = config.config
        Architecture = config.architecture
        Variant = config.variant
        Os = config.os
        Size = image.size
        GraphDriver = try Directories(store.lowerDirectories(of: image))
        RootFS = Layers(layers: config.rootfs.diffIDs)
        Metadata = Times(LastTagTime: image.loaded.description)
        Descriptor = try store.manifestDescriptor(of: image)
    }
}
